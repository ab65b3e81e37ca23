import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { onCleanup } from './cleanup.js';

/** InnoDB looks anew only when nobody has asked it for a tenth of a second. */
const LOOK_EVERY_MS = 120;

/** Keeps a room as a transaction does that goes on, so that the order in which others get it is the test's. */
export interface RoomLock {
  /** @returns once so many transactions of this database wait for what another one holds. */
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
      do await pause(LOOK_EVERY_MS);
      while ((await now()) < count);
    },
  };
}
