import { ErrorView, ROUTES, type Route, type RouteName } from '@visionary/contract';
import type { z } from 'zod';
import { notePeople } from '../people/known-people.js';
import { Refused } from '../refused.js';

const DEADLINE_MS = 10_000;

type RouteOf<R extends RouteName> = (typeof ROUTES)[R];
type BodyOf<R extends RouteName> = RouteOf<R> extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;
type QueryOf<R extends RouteName> = RouteOf<R> extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined;
type ReplyOf<R extends RouteName> = RouteOf<R> extends { reply: infer V extends z.ZodType } ? z.infer<V> : undefined;

export interface Given<R extends RouteName> {
  /** The values of the path's `:names`. */
  params?: Record<string, string | number>;
  query?: QueryOf<R>;
  body?: BodyOf<R>;
}

/**
 * Asks one route of the contract.
 * @throws Refused with the server's code, TIMEOUT after 10 s, OFFLINE when the server cannot be reached.
 */
export async function call<R extends RouteName>(name: R, given: Given<R> = {}): Promise<ReplyOf<R>> {
  const route: Route = ROUTES[name];
  const response = await ask(pathOf(route.path, given.params ?? {}, given.query ?? {}), {
    method: route.method,
    headers: given.body === undefined ? {} : { 'content-type': 'application/json' },
    body: given.body === undefined ? null : JSON.stringify(given.body),
    // What somebody changed just before they left or reloaded the page still arrives.
    keepalive: route.method !== 'GET',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw await refusalIn(response);
  const reply: unknown = response.status === 204 ? undefined : await response.json();
  notePeople(reply);
  return reply as ReplyOf<R>;
}

/** The path with its names filled in and the query appended; absent values are left out. */
export function pathOf(path: string, params: Record<string, string | number>, query: object): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

/** @throws Refused OFFLINE or TIMEOUT */
export async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw new Refused(error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'OFFLINE');
  }
}

/** What a response that is not ok says. */
export async function refusalIn(response: Response): Promise<Refused> {
  const body: unknown = await response.json().catch(() => undefined);
  const said = ErrorView.safeParse(body);
  return said.success ? new Refused(said.data.code, said.data.detail) : new Refused('INTERNAL');
}
