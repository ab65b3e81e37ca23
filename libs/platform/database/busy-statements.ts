import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { pauseBefore, RETRY_FOR_MS } from './backoff.js';
import { isRetryable } from './database-errors.js';

const BEGINS = new Set(['begin', 'begin immediate']);
const ENDS = new Set(['commit', 'rollback']);

/**
 * Retries SQLite's statements outside of transactions while another process writes. Transactions are retried as a whole, by
 * the unit of work or whoever begins one.
 * @param retryForMs how long, in milliseconds; then the statement rejects with SQLite's own error
 */
export const retryBusyStatements = (connection: DatabaseConnection, retryForMs = RETRY_FOR_MS): void => {
  const execute = connection.executeQuery.bind(connection);
  let isInTransaction = false;

  const retry = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    const deadline = performance.now() + retryForMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await execute(query);
      } catch (error) {
        if (!isRetryable(error) || performance.now() > deadline) throw error;
      }
      await pauseBefore(attempt);
    }
  };

  connection.executeQuery = async (query: CompiledQuery): Promise<QueryResult<never>> => {
    const begins = BEGINS.has(query.sql);
    const result = await (isInTransaction || begins ? execute<never>(query) : retry(query));
    if (begins) isInTransaction = true;
    if (ENDS.has(query.sql)) isInTransaction = false;
    return result;
  };
};
