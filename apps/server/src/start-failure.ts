import { type Config, ConfigError } from '@visionary/platform/config';
import { DataFolderTaken } from './claim-data-folder.js';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const databaseOf = ({ databaseUrl }: Config): string =>
  databaseUrl.startsWith('mysql:') ? new URL(databaseUrl).host : databaseUrl.replace(/^sqlite:/, '');

const causeIn = (error: unknown, config: Config): string | null => {
  const code = codeOf(error);
  switch (code) {
    case 'EADDRINUSE':
      return `port ${config.port} is taken. Stop what uses it, or choose another with PORT=….`;
    case 'EADDRNOTAVAIL':
      return `HOST=${config.host} is no address of this machine.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return (error as { syscall?: string }).syscall === 'listen'
        ? `port ${config.port} needs more rights than this user has. Choose one above 1023 with PORT=….`
        : `DATA_DIR ${config.dataDir} cannot be written.`;
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_NOTADB':
      return `the database ${databaseOf(config)} cannot be opened (${code}).`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'EAI_AGAIN':
      return `the database at ${databaseOf(config)} cannot be reached (${code}). Is DATABASE_URL right, and is it running?`;
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_BAD_DB_ERROR':
      return `the database at ${databaseOf(config)} refuses us (${code}). Are user, password and name in DATABASE_URL right?`;
    default:
      return null;
  }
};

/** For the person at the terminal: what to mend, in a sentence; a stack only where the fault is ours. */
export const startFailure = (error: unknown, config: Config | undefined): string => {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof DataFolderTaken) {
    return `another server is running on DATA_DIR ${error.message}. Stop it, or give this one a folder of its own.`;
  }
  const cause = config && causeIn(error, config);
  return cause ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
};
