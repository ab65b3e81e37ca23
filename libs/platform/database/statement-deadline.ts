import type { CompiledQuery, DatabaseConnection, Kysely, QueryResult } from 'kysely';

/** Longer than any statement of a command. A connection to an unreachable server would wait for hours. */
const DEADLINE_MS = 30_000;

const unlimited = new WeakSet<DatabaseConnection>();

/** A code of `isUnavailable`, as the system's. */
const timeoutError = (): Error =>
  Object.assign(new Error('The database did not answer a statement in time.'), { code: 'ETIMEDOUT' });

/** Rejects statements that take too long, and closes their connection, also on the server if it can be reached. */
export const limitStatementTime = (connection: DatabaseConnection, deadlineMs = DEADLINE_MS): void => {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    if (unlimited.has(connection)) return execute<R>(query);
    const { promise: deadline, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(timeoutError());
      const close = connection.killSession?.(() => Promise.resolve(undefined as never));
      close?.catch(() => undefined);
    }, deadlineMs);
    return Promise.race([execute<R>(query), deadline]).finally(() => clearTimeout(timer));
  };
};

/** Runs `work` without the deadline in its session, as migrations need it. */
export const withoutStatementDeadline = async <T>(session: Kysely<unknown>, work: () => Promise<T>): Promise<T> => {
  const connection = await session.getExecutor().provideConnection(async (own) => own);
  unlimited.add(connection);
  return work().finally(() => unlimited.delete(connection));
};
