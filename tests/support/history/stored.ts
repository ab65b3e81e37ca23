import Database from 'better-sqlite3';
import type { RoomEvent } from '@visionary/contract';
import { createConnection } from 'mysql2/promise';
import { factsOf, type StoredRoom, type ComparableMessage } from './history.js';

type Row = Record<string, string | number | null>;
type Ask = (sql: string, values: readonly string[]) => Promise<Row[]>;

const ROOM = 'select last_seq from room where id = ?';
const EVENTS = 'select seq, type, actor_id, client_id, at, payload from room_event where room_id = ? order by seq';
const MESSAGES = 'select * from message where room_id = ? order by seq';
const REACTIONS =
  "select reaction.* from reaction join message on message.id = reaction.subject_id where subject_kind = 'message' and message.room_id = ?";

const eventOf = (row: Row): StoredRoom['events'][number] => {
  const { seq, type, at } = row;
  const event = { seq, type, actorId: row['actor_id'], at, payload: JSON.parse(String(row['payload'])) };
  return { ...factsOf(event as unknown as RoomEvent), clientId: row['client_id'] as string | null };
};

const messageOf = (row: Row, reactions: readonly string[]): ComparableMessage => ({
  id: String(row['id']),
  seq: Number(row['seq']),
  authorId: String(row['author_id']),
  clientId: String(row['client_id']),
  text: String(row['text']),
  editedAt: row['edited_at'] as number | null,
  deletedBy: row['deleted_by'] as string | null,
  pinnedBy: row['pinned_by'] as string | null,
  reactions: reactions.toSorted(),
});

async function readRoom(ask: Ask, roomId: string): Promise<StoredRoom> {
  const [room] = await ask(ROOM, [roomId]);
  const reactions = new Map<string, string[]>();
  for (const row of await ask(REACTIONS, [roomId])) {
    const id = String(row['subject_id']);
    reactions.set(id, [...(reactions.get(id) ?? []), `${row['emoji']} ${row['user_id']}`]);
  }
  return {
    roomId,
    lastSeq: Number(room?.['last_seq']),
    events: (await ask(EVENTS, [roomId])).map(eventOf),
    messages: (await ask(MESSAGES, [roomId])).map((row) => messageOf(row, reactions.get(String(row['id'])) ?? [])),
  };
}

/**
 * The rooms in the database, read without the server.
 * @param url DATABASE_URL of the server: `sqlite:PATH` or `mysql://…`
 */
export async function readStoredRooms(url: string, roomIds: readonly string[]): Promise<StoredRoom[]> {
  const read = async (ask: Ask) => {
    const rooms: StoredRoom[] = [];
    for (const roomId of roomIds) rooms.push(await readRoom(ask, roomId));
    return rooms;
  };
  if (url.startsWith('sqlite:')) {
    const database = new Database(url.slice('sqlite:'.length), { readonly: true });
    try {
      return await read((sql, values) => Promise.resolve(database.prepare(sql).all(...values) as Row[]));
    } finally {
      database.close();
    }
  }
  const connection = await createConnection(url);
  try {
    return await read(async (sql, values) => (await connection.query(sql, [...values]))[0] as Row[]);
  } finally {
    await connection.end();
  }
}
