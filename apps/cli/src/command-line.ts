import type { Config } from '@visionary/platform/config';
import { UsageError, USAGE } from './usage-error.js';

/** What a command says when it is done. Each loads what it needs, so that asking for help costs nothing. */
type Command = () => Promise<string>;

type Settings = () => Promise<Config>;

function parseCommand([subject, ...rest]: readonly string[], settings: Settings): Command | undefined {
  const [verb, what, ...surplus] = rest;
  if (subject === 'migrate' && verb === undefined) {
    return async () => (await import('./apply-migrations.js')).applyMigrations(await settings());
  }
  if (subject === 'render') {
    return async () => (await import('./render/render-command.js')).render(rest, await settings());
  }
  if (subject === 'seed') {
    return async () => (await import('./seed/seed-command.js')).seed(rest, await settings());
  }
  if (subject === 'admin' || subject === 'moderator') return appointCommand(subject, rest, settings);
  if (subject === 'models' && verb === 'list' && what === undefined) {
    return async () => (await import('./models/list-models.js')).listModels(await settings());
  }
  if (subject === 'models' && verb === 'check' && what !== undefined && surplus.length === 0) {
    return async () => (await import('./models/check.js')).check(await settings(), what);
  }
  if (subject === 'models' && verb === 'verify' && what === undefined) {
    return async () => (await import('./models/verify.js')).verify(await settings());
  }
  if (subject === 'models' && verb === 'add') {
    return async () => (await import('./models/publish/publish-command.js')).publish(rest.slice(1), await settings());
  }
  const [into] = surplus;
  if (subject === 'models' && verb === 'export' && what !== undefined && into !== undefined && surplus.length === 1) {
    return async () => (await import('./models/export-version.js')).exportVersion(await settings(), what, into);
  }
  if (subject === 'users') return banCommand(rest, settings);
  if (subject === 'audit') return auditCommand(rest, settings);
  if (subject === 'models' && verb === 'credit') return creditCommand(rest.slice(1), settings);
  if (subject === 'models' && verb === 'release' && what !== undefined && surplus.length === 0) {
    return async () => (await import('./release-model.js')).releaseModel(await settings(), what);
  }
  return undefined;
}

/** `NAME User`, or `NAME [User] --remove`. */
function creditCommand(words: readonly string[], settings: Settings): Command | undefined {
  const [name, user, ...surplus] = words.filter((word) => word !== '--remove');
  const isTakenBack = words.includes('--remove');
  if (name === undefined || surplus.length > 0 || (user === undefined && !isTakenBack)) return undefined;
  return async () => {
    const { setCreator, removeCreator } = await import('./models/set-creator.js');
    return isTakenBack ? removeCreator(await settings(), name, user) : setCreator(await settings(), name, user ?? '');
  };
}

/** `ban NAME [--days N]`, or `unban NAME`. */
function banCommand(
  [verb, name, option, days, ...surplus]: readonly string[],
  settings: Settings,
): Command | undefined {
  if (name === undefined || surplus.length > 0) return undefined;
  if (verb === 'unban' && option === undefined) {
    return async () => (await import('./safety.js')).ban(await settings(), name, { isBanned: false, days: null });
  }
  const isTimed = option === '--days' && /^[1-9]\d{0,3}$/.test(days ?? '');
  if (verb !== 'ban' || (option !== undefined && !isTimed)) return undefined;
  const order = { isBanned: true, days: isTimed ? Number(days) : null };
  return async () => (await import('./safety.js')).ban(await settings(), name, order);
}

/** `verify`, or `list`. */
function auditCommand([verb, ...surplus]: readonly string[], settings: Settings): Command | undefined {
  if (surplus.length > 0) return undefined;
  if (verb === 'verify') return async () => (await import('./safety.js')).verifyAudit(await settings());
  if (verb === 'list') return async () => (await import('./safety.js')).listAudit(await settings());
  return undefined;
}

/** `NAME`, or `NAME --revoke`. */
function appointCommand(
  role: 'admin' | 'moderator',
  words: readonly string[],
  settings: Settings,
): Command | undefined {
  const names = words.filter((word) => word !== '--revoke');
  const [name] = names;
  if (name === undefined || names.length > 1) return undefined;
  const isGiven = names.length === words.length;
  return async () => (await import('./set-role.js')).setRole(await settings(), name, { role, isGiven });
}

function read(words: readonly string[], settings: Settings): Command {
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) return () => Promise.resolve(USAGE);
  const command = parseCommand(words, settings);
  if (!command) throw new UsageError(`Unknown command "${words.join(' ')}".`);
  return command;
}

/** What the user can mend is a sentence; anything else is a bug and shows where. */
const THEIRS = ['Usage', 'Trouble', 'Cancelled', 'ConfigError', 'ModelFolderError', 'RenderError'];
const EXIT_CODES: Readonly<Record<string, number>> = { Usage: 2, Cancelled: 130 };

export interface Answer {
  readonly code: number;
  /** For users and for programs, where it went well. */
  readonly stdout?: string;
  readonly stderr?: unknown;
}

/** Does what the words ask for. */
export async function run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Answer> {
  const settings = async () => (await import('@visionary/platform/config')).readConfig(environment);
  try {
    return { code: 0, stdout: await read(words, settings)() };
  } catch (error) {
    const { name, message } = error as Error;
    return { code: EXIT_CODES[name] ?? 1, stderr: THEIRS.includes(name) ? message : error };
  }
}
