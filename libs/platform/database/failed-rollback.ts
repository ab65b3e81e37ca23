import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';

const ROLLBACK = 'rollback';
/** SQLite's messages have been the same for decades; all of them share the code SQLITE_ERROR. */
const ROLLED_BACK_ALREADY = /no transaction is active/;
const STILL_OPEN = /within a transaction/;

/** Closes a connection to MySQL without asking the server. SQLite's stays open. */
const close = async (connection: DatabaseConnection): Promise<void> =>
  connection.killSession?.(() => Promise.resolve(undefined as never));

/**
 * Makes a connection usable after every failed transaction. SQLite rolls back by itself when its disk is full or broken, and
 * then rejects ROLLBACK; Kysely would report that error instead of the first one. A connection whose ROLLBACK fails for
 * another reason is closed, or the transaction ends before the next one begins.
 */
export const tolerateFailedRollback = (connection: DatabaseConnection): void => {
  const execute = connection.executeQuery.bind(connection);
  const rollback = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    try {
      return await execute(query);
    } catch (error) {
      const isDone = error instanceof Error && ROLLED_BACK_ALREADY.test(error.message);
      if (!isDone) await close(connection);
      return { rows: [] };
    }
  };
  const begin = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    try {
      return await execute(query);
    } catch (error) {
      if (!(error instanceof Error && STILL_OPEN.test(error.message))) throw error;
      await execute(CompiledQuery.raw(ROLLBACK));
      return execute(query);
    }
  };
  connection.executeQuery = async (query: CompiledQuery) => {
    if (query.sql === ROLLBACK) return rollback(query);
    return query.sql === 'begin' ? begin(query) : execute(query);
  };
};
