import { AsyncLocalStorage } from 'node:async_hooks';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

interface Executor {
  executeQuery(...args: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

interface Counted {
  readonly queries: number;
  /** Rows that the database returned. */
  readonly rows: number;
}

/**
 * Counts the queries of some work outside of transactions, without background queries of the server.
 * @returns the number of queries and of rows
 */
export function countingReads({ app }: RunningApp): (work: () => Promise<unknown>) => Promise<Counted> {
  const { orm } = app.get(Database, { strict: false });
  const client = orm.em.getConnection().getClient() as unknown as { getExecutor(): Executor };
  const executor = client.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  const counting = new AsyncLocalStorage<{ queries: number; rows: number }>();
  executor.executeQuery = async (...args) => {
    const counter = counting.getStore();
    if (counter) counter.queries += 1;
    const result = await execute(...args);
    if (counter) counter.rows += result.rows.length;
    return result;
  };
  return async (work) => {
    const counter = { queries: 0, rows: 0 };
    await counting.run(counter, work);
    return counter;
  };
}

/** Like countingReads. @returns the number of queries */
export function countingQueries(app: RunningApp): (work: () => Promise<unknown>) => Promise<number> {
  const reads = countingReads(app);
  return async (work) => (await reads(work)).queries;
}
