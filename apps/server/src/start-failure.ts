import { type Config, ConfigError } from '@visionary/platform/config';
import { MigrationLockError } from '@visionary/platform/database';
import { DataFolderLockedError } from '../../shared/lock-data-folder.js';
import { UnfinishedRestoreError } from '../../shared/unfinished-restore.js';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const databaseOf = ({ databaseUrl }: Config): string =>
  databaseUrl.startsWith('mysql:') ? new URL(databaseUrl).host : databaseUrl.replace(/^sqlite:/, '');

const describeCause = (error: unknown, config: Config): string | null => {
  const code = codeOf(error);
  switch (code) {
    case 'EADDRINUSE':
      return `port ${config.port} is in use. Stop the program that uses it, or choose another port with PORT=….`;
    case 'EADDRNOTAVAIL':
      return `HOST=${config.host} isn’t an address of this machine.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return (error as { syscall?: string }).syscall === 'listen'
        ? `port ${config.port} needs more privileges than this user has. Choose a port above 1023 with PORT=….`
        : `DATA_DIR ${config.dataDir} isn’t writable.`;
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_NOTADB':
      return `the database ${databaseOf(config)} can’t be opened (${code}).`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'EAI_AGAIN':
      return `the database at ${databaseOf(config)} can’t be reached (${code}). Check DATABASE_URL, and that the database is running.`;
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_BAD_DB_ERROR':
      return `the database at ${databaseOf(config)} refused access (${code}). Check the user, password, and database name in DATABASE_URL.`;
    default:
      return null;
  }
};

/** One sentence for the operator; a stack only for bugs. */
export const describeStartFailure = (error: unknown, config: Config | undefined): string => {
  if (error instanceof ConfigError || error instanceof MigrationLockError) return error.message;
  if (error instanceof DataFolderLockedError) {
    return `another server is using DATA_DIR ${error.message}. Stop it, or choose another folder.`;
  }
  if (error instanceof UnfinishedRestoreError) {
    return `a restore to DATA_DIR ${error.message} was interrupted. Run it again.`;
  }
  const cause = config && describeCause(error, config);
  return cause ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
};
