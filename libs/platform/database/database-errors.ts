const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

const UNIQUE = new Set(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
const RETRYABLE = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'SQLITE_BUSY']);

/** Ways in which a line to the database is not there, as its driver and the system name them. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ER_SERVER_SHUTDOWN',
  'PROTOCOL_CONNECTION_LOST',
]);

/** The database cannot be reached: whoever asks again later may be answered. */
export const isUnavailable = (error: unknown): boolean => AWAY.has(codeOf(error));

/** A row with this key is there already; whoever wrote it was first. */
export const isUniqueViolation = (error: unknown): boolean => UNIQUE.has(codeOf(error));

/** The transaction lost against another one and was rolled back: run again it may win. */
export const isRetryable = (error: unknown): boolean =>
  RETRYABLE.has(codeOf(error)) || codeOf(error).startsWith('SQLITE_BUSY');
