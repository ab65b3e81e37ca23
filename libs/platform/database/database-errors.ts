const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

const UNIQUE = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
const RETRYABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY']);

/** Error codes of drivers and the system for an unreachable database. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ER_SERVER_SHUTDOWN',
  'PROTOCOL_CONNECTION_LOST',
]);

/** The database can't be reached. Retrying later may succeed. */
export const isUnavailable = (error: unknown): boolean => UNREACHABLE.has(codeOf(error));

/** A row with this key already exists. */
export const isUniqueViolation = (error: unknown): boolean => UNIQUE.has(codeOf(error));

/** The transaction lost a conflict and was rolled back. Retrying may succeed. */
export const isRetryable = (error: unknown): boolean =>
  RETRYABLE.has(codeOf(error)) || codeOf(error).startsWith('SQLITE_BUSY');
