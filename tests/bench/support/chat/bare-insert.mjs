/** The minimum cost of storing a message: one row through the database driver, each in its own commit. */
import { randomUUID } from 'node:crypto';

import { answer } from './calls.mjs';

const url = process.env.BENCH_DATABASE;

const TABLE = `create table bare_event (room_id char(36) not null, seq int not null, type varchar(40) not null,
  actor_id char(36), client_id char(36), at bigint not null, payload text not null,
  primary key (room_id, seq), unique (actor_id, client_id))`;
const INSERT =
  'insert into bare_event (room_id, seq, type, actor_id, client_id, at, payload) values (?, ?, ?, ?, ?, ?, ?)';

/** With the settings of libs/platform/database/orm.ts. */
async function sqliteInsert(file) {
  const { default: Sqlite } = await import('better-sqlite3');
  const database = new Sqlite(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(TABLE);
  const insert = database.prepare(INSERT);
  return (row) => insert.run(row);
}

async function mysqlInsert() {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url);
  await connection.query(TABLE);
  return (row) => connection.execute(INSERT, row);
}

const insert = url.startsWith('sqlite:') ? await sqliteInsert(url.slice('sqlite:'.length)) : await mysqlInsert();
const roomId = randomUUID();
const actorId = randomUUID();
let seq = 0;

answer({
  /** @returns milliseconds of each of this many sequential inserts */
  async time(count, text) {
    const times = [];
    for (let one = 0; one < count; one++) {
      const message = { id: randomUUID(), roomId, seq: ++seq, clientId: randomUUID(), author: { id: actorId }, text };
      const payload = JSON.stringify({ message: { ...message, at: Date.now(), reactions: [] } });
      const began = performance.now();
      await insert([roomId, seq, 'chat.sent', actorId, message.clientId, Date.now(), payload]);
      times.push(performance.now() - began);
    }
    return times;
  },
});
