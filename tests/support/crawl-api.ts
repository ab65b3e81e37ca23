import { COMMANDS, type CommandName, type CommandPayload } from '@visionary/contract';
import type { HttpClient } from './http-client.js';
import type { LiveClient } from './live-client.js';

/** Values of parameters, by name: the crawl uses each of them. */
export type Known = Readonly<Record<string, readonly string[]>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: { readonly enum?: readonly string[] };
}
interface Documented {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters: readonly Parameter[] } }>>;
}

type Pair = [name: string, value: string];

export interface Reply {
  readonly address: string;
  readonly status: number;
  /** Headers and body as one text. */
  readonly content: string;
}

/** Search words for every query that accepts them, alone and with all other parameters. */
const WORDS = ['text', 'search'];

/**
 * All responses to GET requests, from the OpenAPI document: new routes are included automatically.
 * @param browsers used in turn, because requests are rate limited per address
 * @throws Error for a path parameter without values
 */
export async function crawlRoutes(browsers: readonly HttpClient[], known: Known): Promise<Reply[]> {
  const [first] = browsers;
  const { body } = (await first?.get<Documented>('/api/openapi.json')) as { body: Documented };
  const addresses = Object.entries(body.paths).flatMap(([path, { get }]) =>
    get ? addressesOf(path, get.parameters, known) : [],
  );
  const replies: Reply[] = [];
  for (const [at, address] of addresses.entries()) {
    const browser = browsers[at % browsers.length] as HttpClient;
    const { status, headers, body: content } = await browser.get(address);
    replies.push({ address, status, content: JSON.stringify([headers, content]) });
  }
  return replies;
}

function addressesOf(path: string, parameters: readonly Parameter[], known: Known): string[] {
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const paths = inPath.reduce(
    (some, { name }) =>
      some.flatMap((one) =>
        valuesOf(name, known, path).map((value) => one.replace(`{${name}}`, encodeURIComponent(value))),
      ),
    [path],
  );
  const queries = queriesOf(inQuery, known, path);
  return paths.flatMap((one) => queries.map((query) => `${one}${query && `?${query}`}`));
}

function queriesOf(parameters: readonly Parameter[], known: Known, path: string): string[] {
  const choices = ({ name, schema }: Parameter): Pair[] =>
    (schema.enum ? someOf(name, schema.enum) : (known[name] ?? [])).map((value) => [name, value]);
  const always = parameters
    .filter((one) => one.required)
    .map((one): Pair => choices(one)[0] ?? [one.name, valuesOf(one.name, known, path)[0] ?? '']);
  const searchPairs = parameters.filter(({ name }) => WORDS.includes(name)).flatMap(choices);
  const others = parameters.filter(({ name }) => !WORDS.includes(name)).flatMap(choices);
  const searches: Pair[][] = [[], ...searchPairs.map((one) => [one])];
  const each = searches.flatMap((some) => [some, ...others.map((other) => [...some, other])]);
  return each.map((some) => String(new URLSearchParams([...always, ...some].filter(isLast))));
}

/** All values of kinds; two values of sort orders, licenses, and the like. */
const someOf = (name: string, values: readonly string[]): readonly string[] =>
  name === 'kind' ? values : [values.at(0), values.at(-1)].filter((value) => value !== undefined);

/** For repeated names, the later one applies. */
const isLast = ([name]: Pair, at: number, all: readonly Pair[]): boolean =>
  all.findLastIndex(([other]) => other === name) === at;

function valuesOf(name: string, known: Known, path: string): readonly string[] {
  const values = known[name];
  if (!values) throw new Error(`Say in the test what {${name}} of ${path} may be`);
  return values;
}

type PayloadsByCommand = { readonly [C in CommandName]?: readonly CommandPayload<C>[] };
const ENDS = /\.(leave|close|close[A-Z]\w*|unsubscribe\w*)$/;

/**
 * All replies of a socket to commands outside of rooms: content of a room is for its readers.
 * @throws Error for a command without a payload here, unless it only ends what another one started
 */
export async function crawlCommands(live: LiveClient, payloadsByCommand: PayloadsByCommand): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const command of Object.keys(COMMANDS) as CommandName[]) {
    const payloads = payloadsByCommand[command];
    const isAnybodys = COMMANDS[command].permission === 'nothing' && !ENDS.test(command);
    if (isAnybodys && !payloads) throw new Error(`Say in the test what ${command} may be asked`);
    for (const payload of payloads ?? []) {
      const ack = await live.ask(command, payload);
      // Removes text that only repeats the request.
      const content = Object.values(payload).reduce<string>(
        (left, own) => (typeof own === 'string' ? left.replaceAll(own, '') : left),
        JSON.stringify(ack),
      );
      replies.push({ address: command, status: ack.ok ? 200 : 400, content });
    }
  }
  return replies;
}
