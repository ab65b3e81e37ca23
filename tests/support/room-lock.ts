import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { onCleanup } from './cleanup.js';

/** InnoDB refreshes this table only after 0.1 s without a query. */
const POLL_INTERVAL_MS = 120;

/** Locks a room like a running transaction, so that the test decides the order in which others get it. */
export interface RoomLock {
  /** Resolves when this many transactions of this database wait for a lock. */
  waiting(count: number): Promise<void>;
  release(): Promise<void>;
}

/** @param databaseUrl of a MySQL */
export async function lockRoom(databaseUrl: string, roomId: string): Promise<RoomLock> {
  const connection = await createConnection(databaseUrl);
  let isOpen = true;
  const end = async () => {
    if (!isOpen) return;
    isOpen = false;
    await connection.rollback();
    await connection.end();
  };
  onCleanup(end);
  await connection.beginTransaction();
  await connection.query('select id from room where id = ? for update', [roomId]);
  const now = async () => {
    const [rows] = await connection.query<RowDataPacket[]>(
      `select count(*) as waiting from information_schema.innodb_trx
        join information_schema.processlist on processlist.id = innodb_trx.trx_mysql_thread_id
        where innodb_trx.trx_state = 'LOCK WAIT' and processlist.db = database()`,
    );
    return Number(rows[0]?.['waiting']);
  };
  return {
    release: end,
    waiting: async (count) => {
      do await pause(POLL_INTERVAL_MS);
      while ((await now()) < count);
    },
  };
}
