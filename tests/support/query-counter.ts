import { AsyncLocalStorage } from 'node:async_hooks';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

interface Executor {
  executeQuery(...args: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

interface Counted {
  readonly queries: number;
  /** That came out of the database. */
  readonly rows: number;
}

/**
 * Counts what some work asks of a server's database outside of transactions; what the server does beside it does not count.
 * @returns how many queries it takes, and how many rows they give
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

/** As countingReads. @returns how many queries it takes */
export function countingQueries(app: RunningApp): (work: () => Promise<unknown>) => Promise<number> {
  const reads = countingReads(app);
  return async (work) => (await reads(work)).queries;
}
