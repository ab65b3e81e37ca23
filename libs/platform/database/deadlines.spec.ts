import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import type { Pool, PoolConnection } from 'mysql2';
import { isUnavailable } from './database-errors.js';
import { closeIdleConnections, limitPoolWait } from './pool-deadline.js';
import { limitStatementTime } from './statement-deadline.js';

describe('deadlines of the database', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[D9] a statement without an answer is rejected, and its connection closed', async () => {
    const killSession = jest.fn(() => Promise.resolve());
    const executeQuery = () => new Promise<never>(() => undefined);
    const connection = { executeQuery, killSession } as unknown as DatabaseConnection;
    limitStatementTime(connection, 100);
    const failure = connection.executeQuery(CompiledQuery.raw('select 1')).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(100);
    expect(isUnavailable(await failure)).toBe(true);
    expect(killSession).toHaveBeenCalledTimes(1);
  });

  it('[D9] rejects a caller without a connection in time, and returns a late connection to the pool', async () => {
    const waiting: ((error: NodeJS.ErrnoException | null, connection: PoolConnection) => void)[] = [];
    const pool = { getConnection: (callback) => void waiting.push(callback) } as Pick<Pool, 'getConnection'>;
    limitPoolWait(pool, 100);
    const [callback, next] = [jest.fn(), jest.fn()];
    pool.getConnection(callback);
    await jest.advanceTimersByTimeAsync(100);
    expect(isUnavailable(callback.mock.calls[0]?.[0])).toBe(true);
    pool.getConnection(next);
    const connection = { release: jest.fn() } as unknown as PoolConnection;
    for (const serve of waiting) serve(null, connection);
    expect(connection.release).toHaveBeenCalledTimes(1);
    expect(next).toHaveBeenCalledWith(null, connection);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('[D9] connections that nobody uses are closed before the server ends their sessions', async () => {
    const pool = new EventEmitter();
    closeIdleConnections(pool as unknown as Pool);
    const [idle, used] = [{ end: jest.fn() }, { end: jest.fn() }];
    for (const connection of [idle, used]) pool.emit('release', connection);
    await jest.advanceTimersByTimeAsync(1_000);
    pool.emit('acquire', used);
    await jest.advanceTimersByTimeAsync(2_000);
    expect([idle.end.mock.calls.length, used.end.mock.calls.length]).toEqual([1, 0]);
  });
});
