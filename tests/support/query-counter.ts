import { AsyncLocalStorage } from 'node:async_hooks';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

interface Executor {
  executeQuery(...args: unknown[]): Promise<{ readonly rows: readonly object[] }>;
}
/** The rows of each query. */
type Answers = (readonly object[])[];

/** @returns a function that returns the answers to all queries of some work outside of transactions */
export function recordingQueries({ orm }: Database): (work: () => Promise<unknown>) => Promise<Answers> {
  const client = orm.em.getConnection().getClient() as unknown as { getExecutor(): Executor };
  const executor = client.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  // Background queries of a server are not of the work.
  const recording = new AsyncLocalStorage<Answers>();
  executor.executeQuery = async (...args) => {
    const result = await execute(...args);
    recording.getStore()?.push(result.rows);
    return result;
  };
  return async (work) => {
    const answers: Answers = [];
    await recording.run(answers, work);
    return answers;
  };
}

/** Like recordingQueries. @returns the number of queries */
export function countingQueries(app: RunningApp): (work: () => Promise<unknown>) => Promise<number> {
  const answersOf = recordingQueries(app.get(Database));
  return async (work) => (await answersOf(work)).length;
}
