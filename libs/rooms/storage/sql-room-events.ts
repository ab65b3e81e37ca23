import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { Selectable } from 'kysely';
import type { RoomEvent } from '../domain/room-event.js';
import { AlreadyLogged, RoomEvents } from '../domain/room-events.js';
import type { RoomTables } from './tables.js';

const eventOf = (row: Selectable<RoomTables['room_event']>): RoomEvent => ({
  roomId: row.room_id,
  seq: row.seq,
  type: row.type,
  actorId: row.actor_id,
  at: row.at,
  payload: JSON.parse(row.payload) as object,
});

/** UTF-16 units of payload in one page: well under what a socket may hold waiting. */
const PAGE_LENGTH = 200_000;

/** The first one always, however long. */
const withinOnePage = <R extends { readonly payload: string }>(rows: readonly R[]): readonly R[] => {
  let length = 0;
  const end = rows.findIndex(({ payload }, index) => (length += payload.length) > PAGE_LENGTH && index > 0);
  return end < 0 ? rows : rows.slice(0, end);
};

@Injectable()
export class SqlRoomEvents extends RoomEvents {
  constructor(private readonly database: Database) {
    super();
  }

  async allotSeq(roomId: string, at: number): Promise<number> {
    const query = this.database.query<RoomTables>();
    // The update locks the row until the transaction ends: the next event of this room waits here for its seq.
    await query
      .updateTable('room')
      .set((row) => ({ last_seq: row('last_seq', '+', 1), active_at: at }))
      .where('id', '=', roomId)
      .execute();
    const room = await query.selectFrom('room').select('last_seq').where('id', '=', roomId).executeTakeFirst();
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    return room.last_seq;
  }

  async add(event: RoomEvent, clientId: string | null): Promise<void> {
    const row = {
      room_id: event.roomId,
      seq: event.seq,
      type: event.type,
      actor_id: event.actorId,
      client_id: clientId,
      at: event.at,
      payload: JSON.stringify(event.payload),
    };
    try {
      await this.database.query<RoomTables>().insertInto('room_event').values(row).execute();
    } catch (error) {
      throw isUniqueViolation(error) ? new AlreadyLogged(undefined, { cause: error }) : error;
    }
  }

  async firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    const row = await this.database
      .query<RoomTables>()
      .selectFrom('room_event')
      .selectAll()
      .where('actor_id', '=', actorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? eventOf(row) : null;
  }

  async since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    const rows = await this.database
      .query<RoomTables>()
      .selectFrom('room_event')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return withinOnePage(rows).map(eventOf);
  }

  async newestOf(roomIds: readonly string[]): Promise<RoomEvent[]> {
    if (roomIds.length === 0) return [];
    const rows = await this.database
      .query<RoomTables>()
      .selectFrom('room')
      .innerJoin('room_event', (join) =>
        join.onRef('room_event.room_id', '=', 'room.id').onRef('room_event.seq', '=', 'room.last_seq'),
      )
      .selectAll('room_event')
      .where('room.id', 'in', roomIds)
      .execute();
    return rows.map(eventOf);
  }
}
