import type { Pool, PoolConnection } from 'mysql2';

/** Below the deadline of clients for commands. */
const DEADLINE_MS = 3_000;

type Callback = Parameters<Pool['getConnection']>[0];

/** A code of `isUnavailable`. */
const noConnectionError = (): NodeJS.ErrnoException =>
  Object.assign(new Error('All connections to the database are in use.'), { code: 'POOL_EXHAUSTED' });

/** Rejects instead of waiting without end while all connections are in use. */
export const limitPoolWait = (pool: Pick<Pool, 'getConnection'>, deadlineMs = DEADLINE_MS): void => {
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (callback: Callback) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      callback(noConnectionError(), undefined as never);
    }, deadlineMs);
    getConnection((error, connection: PoolConnection) => {
      clearTimeout(timer);
      if (!isLate) return callback(error, connection);
      if (!error) connection.release();
    });
  };
};

/** Before the server does, see `wait_timeout`. */
const IDLE_MS = 1_500;

/** Closes connections that nobody uses, so that none is used whose session has ended. mysql2's own timer outlives its pool. */
export const closeIdleConnections = (pool: Pick<Pool, 'on'>): void => {
  const timers = new WeakMap<PoolConnection, NodeJS.Timeout>();
  pool.on('release', (connection) => {
    timers.set(connection, setTimeout(() => connection.end(() => undefined), IDLE_MS).unref());
  });
  pool.on('acquire', (connection) => clearTimeout(timers.get(connection)));
};
