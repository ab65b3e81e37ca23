import { readFile } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { type LenderEvent, startLender } from '../../../../libs/generation/lender.js';
import { closeDataFolder, readLenderConfig } from '@visionary/platform/config';
import { readVersion } from '../../../shared/version.js';
import { readArguments } from '../read-arguments.js';
import { languageOf } from '../terminal/language.js';
import { UsageError } from '../usage-error.js';
import { UserError } from '../user-error.js';
import { askForToken } from './ask-for-token.js';
import { onKey } from './keys.js';
import { lentCards } from './lent-cards.js';
import { LenderDisplay } from './lender-display.js';
import { lenderLog } from './lender-log.js';
import { readServerAddress, type ServerAddress } from './server-address.js';
import { LenderTexts } from './texts.js';

const TOKEN_VARIABLE = 'VISIONARY_LEND_TOKEN';

/** Lends this machine's renderers to an instance until it is stopped. @throws UsageError, UserError */
export async function lend(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const texts = new LenderTexts(languageOf(environment));
  const { address, tokenFile, neverPauses, cards } = parseOptions(args, texts);
  const { url } = address;
  const settings = readLenderConfig(environment);
  const lent = await lentCards(cards, settings.rendererProviders, texts);
  const config = { ...settings, rendererProviders: [...lent] };
  closeDataFolder(config.dataDir);
  const token = (await tokenOf(tokenFile, environment, texts)).trim();
  if (token === '') throw new UserError(texts.of('noToken', { host: url.host }));
  const write = (text: string) => void process.stdout.write(text);
  const display = new LenderDisplay({ address, cards: lent, texts, write, hasKeys: process.stdin.isTTY });
  Logger.overrideLogger(lenderLog(display));
  display.showStart();
  return new Promise((resolve, reject) => {
    const onEvent = (event: LenderEvent, card: number) => {
      display.show(event, card);
      if (event.type !== 'rejected' || !event.isFinal) return;
      void lender.stop().then(() => reject(new UserError(display.rejectionOf(event))));
    };
    const lender = startLender(config, { url, token, version: readVersion() }, onEvent, {
      pausesWhenBusy: !neverPauses,
    });
    const stop = () => void lender.stop().then(() => resolve(display.summary));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    onKey((key) => {
      if (key === 'p') lender.setPaused(display.togglePause());
      else stop();
    });
  });
}

interface LendOptions {
  readonly address: ServerAddress;
  readonly tokenFile: string | undefined;
  /** Whether it renders while another program uses the card. */
  readonly neverPauses: boolean;
  /** Entries of RENDERER_PROVIDER, or `all`. */
  readonly cards: string | undefined;
}

function parseOptions(args: readonly string[], texts: LenderTexts): LendOptions {
  const options = {
    'token-file': { type: 'string' },
    cards: { type: 'string' },
    'never-pause': { type: 'boolean', default: false },
  } as const;
  const config = { args: [...args], options, allowPositionals: true } as const;
  const { positionals, values } = readArguments(config, texts.language);
  const [text, ...surplus] = positionals;
  if (text === undefined || surplus.length > 0) throw new UsageError(texts.of('addressMissing'));
  const address = readServerAddress(text);
  if (!address) throw new UsageError(texts.of('addressInvalid', { address: text }));
  return { address, tokenFile: values['token-file'], neverPauses: values['never-pause'], cards: values.cards };
}

/** Never an argument: other users of the machine see those. */
async function tokenOf(file: string | undefined, environment: NodeJS.ProcessEnv, texts: LenderTexts): Promise<string> {
  if (file !== undefined) {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UserError(texts.of('tokenFileUnreadable', { file, code: String(error.code) }));
    });
  }
  return environment[TOKEN_VARIABLE] ?? askForToken(texts.of('tokenPrompt'));
}
