import { AsyncLocalStorage } from 'node:async_hooks';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

interface Executor {
  executeQuery(...args: unknown[]): Promise<unknown>;
}

/**
 * Counts what some work asks of a server's database outside of transactions; what the server does beside it does not count.
 * @returns how many queries it takes
 */
export function countingQueries({ app }: RunningApp): (work: () => Promise<unknown>) => Promise<number> {
  const { orm } = app.get(Database, { strict: false });
  const client = orm.em.getConnection().getClient() as unknown as { getExecutor(): Executor };
  const executor = client.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  const counting = new AsyncLocalStorage<{ queries: number }>();
  executor.executeQuery = (...args) => {
    const counter = counting.getStore();
    if (counter) counter.queries += 1;
    return execute(...args);
  };
  return async (work) => {
    const counter = { queries: 0 };
    await counting.run(counter, work);
    return counter.queries;
  };
}
