const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

const UNIQUE = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
const RETRYABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY']);

/** Error codes of drivers and the system for a database that is unreachable, or too busy for this request. */
const UNREACHABLE = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'ER_CONNECTION_KILLED',
  'ER_CON_COUNT_ERROR',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_SERVER_SHUTDOWN',
  'POOL_EXHAUSTED',
  'PROTOCOL_CONNECTION_LOST',
]);

/** mysql2 marks errors that end a connection, and has no code for a statement on a closed one. */
const isFatal = (error: unknown): boolean => (error as { fatal?: unknown } | null)?.fatal === true;

/** The database can't be reached, or a lock or connection can't be had in time. Retrying later may succeed. */
export const isUnavailable = (error: unknown): boolean =>
  UNREACHABLE.has(codeOf(error)) || codeOf(error).startsWith('SQLITE_BUSY') || isFatal(error);

/** Another transaction kept a row locked for longer than `innodb_lock_wait_timeout`. */
export const isLockWaitTimeout = (error: unknown): boolean => codeOf(error) === 'ER_LOCK_WAIT_TIMEOUT';

/** A row with this key already exists. */
export const isUniqueViolation = (error: unknown): boolean => UNIQUE.has(codeOf(error));

/** The transaction lost a conflict and was rolled back. Retrying may succeed. */
export const isRetryable = (error: unknown): boolean =>
  RETRYABLE.has(codeOf(error)) || codeOf(error).startsWith('SQLITE_BUSY');
