import type { Config } from '@visionary/platform/config';
import { helpHint, helpOf } from './help.js';
import { languageOf } from './terminal/language.js';
import { UsageError } from './usage-error.js';

/** Returns the output of a command. Each command loads its own modules, so `--help` is fast. */
type Command = () => Promise<string>;

type ConfigLoader = () => Promise<Config>;

function parseCommand(
  [subject, ...rest]: readonly string[],
  loadConfig: ConfigLoader,
  environment: NodeJS.ProcessEnv,
): Command | undefined {
  const [verb, target, ...surplus] = rest;
  if (subject === 'migrate' && verb === undefined) {
    return async () => (await import('./database.js')).applyMigrations(await loadConfig());
  }
  if (subject === 'backup') {
    return async () => (await import('./backup/backup-command.js')).backupCommand(rest, await loadConfig());
  }
  if (subject === 'restore') {
    return async () => (await import('./backup/restore-command.js')).restoreCommand(rest, await loadConfig());
  }
  if (subject === 'doctor') {
    return async () => (await import('./doctor.js')).doctor(rest, environment);
  }
  if (subject === 'lend') {
    return async () => (await import('./lend/lend-command.js')).lend(rest, environment);
  }
  if (subject === 'render') {
    return async () => (await import('./render/render-command.js')).render(rest, await loadConfig());
  }
  if (subject === 'seed') {
    return async () => (await import('./seed/seed-command.js')).seed(rest, await loadConfig());
  }
  if (subject === 'admin' || subject === 'moderator') return roleCommand(subject, rest, loadConfig);
  if (subject === 'models' && verb === 'list' && target === undefined) {
    return async () => (await import('./models/list-models.js')).listModels(await loadConfig());
  }
  if (subject === 'models' && verb === 'check' && target !== undefined && surplus.join() === '--json') {
    return async () => (await import('./models/check.js')).checkAsJson(await loadConfig(), target);
  }
  if (subject === 'models' && verb === 'check' && target !== undefined && surplus.length === 0) {
    return async () => (await import('./models/check.js')).check(await loadConfig(), target);
  }
  if (subject === 'models' && verb === 'verify' && target === undefined) {
    return async () => (await import('./models/verify.js')).verify(await loadConfig());
  }
  if (subject === 'models' && verb === 'add') {
    return async () => (await import('./models/publish/publish-command.js')).publish(rest.slice(1), await loadConfig());
  }
  const [dir] = surplus;
  if (subject === 'models' && verb === 'export' && target !== undefined && dir !== undefined && surplus.length === 1) {
    return async () => (await import('./models/export-version.js')).exportVersion(await loadConfig(), target, dir);
  }
  if (subject === 'users') return banCommand(rest, loadConfig);
  if (subject === 'takes') return takesCommand(rest, loadConfig);
  if (subject === 'audit') return auditCommand(rest, loadConfig);
  if (subject === 'models' && verb === 'credit') return creditCommand(rest.slice(1), loadConfig);
  if (subject === 'models' && verb === 'release' && target !== undefined && surplus.length === 0) {
    return async () => (await import('./release-model.js')).releaseModel(await loadConfig(), target);
  }
  return undefined;
}

/** `NAME User`, or `NAME [User] --remove`. */
function creditCommand(args: readonly string[], loadConfig: ConfigLoader): Command | undefined {
  const [name, user, ...surplus] = args.filter((arg) => arg !== '--remove');
  const isRemoval = args.includes('--remove');
  if (name === undefined || surplus.length > 0 || (user === undefined && !isRemoval)) return undefined;
  return async () => {
    const { setCreator, removeCreator } = await import('./models/set-creator.js');
    return isRemoval ? removeCreator(await loadConfig(), name, user) : setCreator(await loadConfig(), name, user ?? '');
  };
}

/** `ban NAME [--days N]`, or `unban NAME`. */
function banCommand(
  [verb, name, option, days, ...surplus]: readonly string[],
  loadConfig: ConfigLoader,
): Command | undefined {
  if (name === undefined || surplus.length > 0) return undefined;
  if (verb === 'unban' && option === undefined) {
    return async () => (await import('./safety.js')).ban(await loadConfig(), name, { isBanned: false, days: null });
  }
  const isTimed = option === '--days' && /^[1-9]\d{0,3}$/.test(days ?? '');
  if (verb !== 'ban' || (option !== undefined && !isTimed)) return undefined;
  const options = { isBanned: true, days: isTimed ? Number(days) : null };
  return async () => (await import('./safety.js')).ban(await loadConfig(), name, options);
}

/** Nothing, or `end ID [--reason TEXT]`. */
function takesCommand(
  [verb, id, option, reason = '', ...surplus]: readonly string[],
  loadConfig: ConfigLoader,
): Command | undefined {
  if (verb === undefined) return async () => (await import('./takes.js')).listTakes(await loadConfig());
  const isValid = id !== undefined && (option === undefined || (option === '--reason' && reason !== ''));
  if (verb !== 'end' || !isValid || surplus.length > 0) return undefined;
  return async () => (await import('./takes.js')).endTake(await loadConfig(), id, reason);
}

/** `verify`, or `list`. */
function auditCommand([verb, ...surplus]: readonly string[], loadConfig: ConfigLoader): Command | undefined {
  if (surplus.length > 0) return undefined;
  if (verb === 'verify') return async () => (await import('./safety.js')).verifyAudit(await loadConfig());
  if (verb === 'list') return async () => (await import('./safety.js')).listAudit(await loadConfig());
  return undefined;
}

/** `NAME`, or `NAME --revoke`. */
function roleCommand(
  role: 'admin' | 'moderator',
  args: readonly string[],
  loadConfig: ConfigLoader,
): Command | undefined {
  const names = args.filter((arg) => arg !== '--revoke');
  const [name] = names;
  if (name === undefined || names.length > 1) return undefined;
  const isGranted = names.length === args.length;
  return async () => (await import('./set-role.js')).setRole(await loadConfig(), name, { role, isGranted });
}

function findCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const loadConfig = async () => (await import('@visionary/platform/config')).readConfig(environment);
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
    return () => Promise.resolve(helpOf(args[0], languageOf(environment)));
  }
  const command = parseCommand(args, loadConfig, environment);
  if (!command) throw new UsageError(`Unknown command "${args.join(' ')}".`);
  return command;
}

/** Names of errors that the user can fix. Only their message is shown; any other error is a bug and shows its stack. */
const USER_ERRORS = [
  'UsageError',
  'UserError',
  'CancelledError',
  'ConfigError',
  'MigrationLockError',
  'ModelFolderError',
  'RenderError',
];
const EXIT_CODES: Readonly<Record<string, number>> = { UsageError: 2, CancelledError: 130 };

export interface CommandResult {
  readonly code: number;
  /** On success, for users and for programs. */
  readonly stdout?: string;
  readonly stderr?: unknown;
}

/** Runs a command. @param args without the program name */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<CommandResult> {
  try {
    return { code: 0, stdout: await findCommand(args, environment)() };
  } catch (error) {
    const { name, message } = error as Error;
    const hint = name === 'UsageError' ? `\n${helpHint(args[0], languageOf(environment))}` : '';
    return { code: EXIT_CODES[name] ?? 1, stderr: USER_ERRORS.includes(name) ? `${message}${hint}` : error };
  }
}
