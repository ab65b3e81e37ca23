import type { Dialect } from '../dialect.js';

/** Runs one statement inside the migration's transaction. */
export type Execute = (sql: string, params?: unknown[]) => Promise<Record<string, unknown>[]>;

type Steps = readonly string[] | ((execute: Execute) => Promise<void>);

/** A change of the schema and its rows, for each dialect. */
export type Migration = Readonly<Record<Dialect, Steps>>;

export interface NamedMigration {
  readonly name: string;
  readonly steps: Steps;
}

export const runSteps = async (steps: Steps, execute: Execute): Promise<void> => {
  if (typeof steps === 'function') return steps(execute);
  for (const statement of steps) await execute(statement);
};

/** Whether a table of MySQL has a column. MySQL commits each change of a table, so a migration can find its own changes after a crash. */
export const columnExists = async (execute: Execute, table: string, column: string): Promise<boolean> => {
  const found = await execute(
    `select column_name from information_schema.columns
      where table_schema = database() and table_name = ? and column_name = ?`,
    [table, column],
  );
  return found.length > 0;
};
