import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { type LenderEvent, startLender } from '../../../../libs/generation/lender.js';
import { closeDataFolder, readLenderConfig } from '@visionary/platform/config';
import { PinoLogger } from '@visionary/platform/log';
import { readVersion } from '../../../shared/version.js';
import { UsageError } from '../usage-error.js';
import { UserError } from '../user-error.js';
import { askForToken } from './ask-for-token.js';
import { lentCards } from './lent-cards.js';
import { LenderDisplay } from './lender-display.js';

const TOKEN_VARIABLE = 'VISIONARY_LEND_TOKEN';

/** Lends this machine's renderers to an instance until it is stopped. @throws UsageError, UserError */
export async function lend(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { url, tokenFile, neverPauses, cards } = parseOptions(args);
  const settings = readLenderConfig(environment);
  const config = { ...settings, rendererProviders: [...(await lentCards(cards, settings.rendererProviders))] };
  closeDataFolder(config.dataDir);
  Logger.overrideLogger(new PinoLogger({ level: 'warn', pretty: config.logPretty }));
  const token = (await tokenOf(tokenFile, environment)).trim();
  if (token === '') {
    throw new UserError(`There is no token. Create one in the settings of ${url.host}, “Lend your GPU”.`);
  }
  const display = new LenderDisplay(url, process.stdout);
  return new Promise((resolve, reject) => {
    const { rendererProviders: lent } = config;
    const onEvent = (event: LenderEvent, card: number) => {
      display.show(event, lent.length > 1 ? lent[card] : undefined);
      if (event.type !== 'rejected' || !event.isFinal) return;
      void lender.stop().then(() => reject(new UserError(display.rejectionOf(event))));
    };
    const address = { url, token, version: readVersion() };
    const lender = startLender(config, address, onEvent, { pausesWhenBusy: !neverPauses });
    const stop = () => void lender.stop().then(() => resolve(display.summary));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    display.onKey((key) => {
      if (key === 'p') lender.setPaused(display.togglePause());
      else stop();
    });
  });
}

interface LendOptions {
  readonly url: URL;
  readonly tokenFile: string | undefined;
  /** Whether it renders while another program uses the card. */
  readonly neverPauses: boolean;
  /** Entries of RENDERER_PROVIDER, or `all`. */
  readonly cards: string | undefined;
}

function parseOptions(args: readonly string[]): LendOptions {
  const { positionals, values } = readOptions(args);
  const [address, ...surplus] = positionals;
  if (address === undefined || surplus.length > 0) throw new UsageError('lend needs the address of an instance.');
  const url = URL.parse(address.includes('://') ? address : `https://${address}`);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`"${address}" is no address such as https://art.example.`);
  }
  return { url, tokenFile: values['token-file'], neverPauses: values['never-pause'], cards: values.cards };
}

function readOptions(args: readonly string[]) {
  try {
    const options = {
      'token-file': { type: 'string' },
      cards: { type: 'string' },
      'never-pause': { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Never an argument: other users of the machine see those. */
async function tokenOf(file: string | undefined, environment: NodeJS.ProcessEnv): Promise<string> {
  if (file !== undefined) {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UserError(`${file} cannot be read (${error.code}).`);
    });
  }
  return environment[TOKEN_VARIABLE] ?? askForToken();
}
