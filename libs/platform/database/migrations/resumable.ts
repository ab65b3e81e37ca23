import type { Execute } from './migration.js';

const CHANGES_SCHEMA = /^\s*(create|alter|drop|rename|truncate)\b/i;
const RENAMES = /\brename\b/i;

/** The change exists already: table, column, index, foreign key, or what was dropped. */
const APPLIED = new Set([
  'ER_TABLE_EXISTS_ERROR',
  'ER_DUP_FIELDNAME',
  'ER_DUP_KEYNAME',
  'ER_FK_DUP_NAME',
  'ER_CANT_DROP_FIELD_OR_KEY',
  'ER_BAD_TABLE_ERROR',
]);
/** What a renaming or a later change of the same migration has taken away. */
const TAKEN_AWAY = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', 'ER_KEY_DOES_NOT_EXITS']);
/** InnoDB's number for a foreign key that exists. */
const DUPLICATE_FOREIGN_KEY = /errno: 121\b/;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const isApplied = (sql: string, error: unknown): boolean =>
  APPLIED.has(codeOf(error)) ||
  (TAKEN_AWAY.has(codeOf(error)) && RENAMES.test(sql)) ||
  (error instanceof Error && DUPLICATE_FOREIGN_KEY.test(error.message));

/**
 * Makes each statement of one migration on MySQL run again after a crash. MySQL commits with every change of the schema, so
 * a killed migration leaves the statements up to the last such change. They are recognized by their errors and skipped; the
 * rows that they changed since then were rolled back.
 */
export const resumable = (execute: Execute): Execute => {
  let isResumed = false;
  return async (sql, params) => {
    const changesSchema = CHANGES_SCHEMA.test(sql);
    try {
      const rows = await execute(sql, params);
      // The change has ended the transaction.
      if (changesSchema) await execute('begin');
      return rows;
    } catch (error) {
      if (changesSchema && isApplied(sql, error)) isResumed = true;
      const wasDone = isResumed && (TAKEN_AWAY.has(codeOf(error)) || codeOf(error) === 'ER_DUP_ENTRY');
      if (!wasDone && !(changesSchema && isApplied(sql, error))) throw error;
      if (changesSchema) await execute('begin');
      return [];
    }
  };
};
