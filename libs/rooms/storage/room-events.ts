import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { toStoredPayload, toViewPayload } from '../domain/event-payload-users.js';
import type { RoomEvent } from '../domain/room-event.js';

const eventOf = (row: Row<'room_event'>): RoomEvent => ({
  roomId: row.room_id,
  seq: row.seq,
  type: row.type,
  actorId: row.actor_id,
  at: row.at,
  payload: JSON.parse(row.payload) as object,
});

/** UTF-16 units of payload in one page, well below the backpressure limit of a socket. */
const MAX_PAGE_LENGTH = 200_000;

/** Always includes the first row. */
const withinOnePage = <R extends { readonly payload: string }>(rows: readonly R[]): readonly R[] => {
  let length = 0;
  const end = rows.findIndex(({ payload }, index) => (length += payload.length) > MAX_PAGE_LENGTH && index > 0);
  return end < 0 ? rows : rows.slice(0, end);
};

/** A command with this author and clientId already has an event. */
export class DuplicateCommandError extends Error {}

/** Room logs. Payloads are stored and returned with the ids of users only. */
@Injectable()
export class RoomEvents {
  constructor(private readonly database: Database) {}

  /**
   * Assigns the next seq and locks the room until the transaction ends, so seq order is commit order.
   * @throws Rejection ROOMS_NOT_FOUND; ROOMS_ARCHIVED with `mustBeOpen`
   */
  async nextSeq(roomId: string, at: number, mustBeOpen: boolean): Promise<number> {
    const where = mustBeOpen ? sql`id = ${roomId} and archived_at is null` : sql`id = ${roomId}`;
    // The update locks the row until the transaction ends. The next event of the room waits here.
    const seq =
      this.database.dialect === 'sqlite' ? await this.assignSeq(at, where) : await this.assignSeqOnMysql(at, where);
    if (seq !== null) return seq;
    const query = this.database.query();
    const room = await query.selectFrom('room').select('id').where('id', '=', roomId).executeTakeFirst();
    throw new Rejection(room ? 'ROOMS_ARCHIVED' : 'ROOMS_NOT_FOUND');
  }

  /** @throws DuplicateCommandError when (actorId, clientId) exists */
  async add(event: RoomEvent, clientId: string | null): Promise<void> {
    const row = {
      room_id: event.roomId,
      seq: event.seq,
      type: event.type,
      actor_id: event.actorId,
      client_id: clientId,
      at: event.at,
      payload: JSON.stringify(toStoredPayload(event.payload)),
    };
    try {
      await this.database.insertInto('room_event').values(row).execute();
    } catch (error) {
      throw isUniqueViolation(error) ? new DuplicateCommandError(undefined, { cause: error }) : error;
    }
  }

  /** Replaces the payload of an event. Does nothing without such an event. */
  async rewrite(roomId: string, seq: number, change: (payload: object) => object): Promise<void> {
    const query = this.database.query();
    const row = await query
      .selectFrom('room_event')
      .select('payload')
      .where('room_id', '=', roomId)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (!row) return;
    const payload = JSON.stringify(
      toStoredPayload(change(toViewPayload(JSON.parse(row.payload) as object, new Map()))),
    );
    await query
      .updateTable('room_event')
      .set({ payload })
      .where('room_id', '=', roomId)
      .where('seq', '=', seq)
      .execute();
  }

  async firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    const row = await this.database
      .query()
      .selectFrom('room_event')
      .selectAll()
      .where('actor_id', '=', actorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? eventOf(row) : null;
  }

  /** Events after `afterSeq`, oldest first. Returns fewer than `limit` when long payloads would not fit one frame. */
  async since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    const rows = await this.database
      .query()
      .selectFrom('room_event')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return withinOnePage(rows).map(eventOf);
  }

  /** The newest event of each room that has one. */
  async latest(roomIds: readonly string[]): Promise<RoomEvent[]> {
    if (roomIds.length === 0) return [];
    const rows = await this.database
      .query()
      .selectFrom('room')
      .innerJoin('room_event', (join) =>
        join.onRef('room_event.room_id', '=', 'room.id').onRef('room_event.seq', '=', 'room.last_seq'),
      )
      .selectAll('room_event')
      .where('room.id', 'in', roomIds)
      .execute();
    return rows.map(eventOf);
  }

  /** The last seq of each room. */
  async logHeads(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.database
      .query()
      .selectFrom('room')
      .select(['id', 'last_seq'])
      .where('id', 'in', roomIds)
      .execute();
    return new Map(rows.map((row) => [row.id, row.last_seq]));
  }

  private async assignSeq(at: number, where: RawBuilder<unknown>): Promise<number | null> {
    const { rows } = await sql<{ last_seq: number }>`
      update room set last_seq = last_seq + 1, last_active_at = ${at} where ${where} returning last_seq`.execute(
      this.database.query(),
    );
    return rows[0]?.last_seq ?? null;
  }

  /** MySQL has no `returning`, but returns the value of last_insert_id. */
  private async assignSeqOnMysql(at: number, where: RawBuilder<unknown>): Promise<number | null> {
    const { insertId } = await sql`
      update room set last_seq = last_insert_id(last_seq + 1), last_active_at = ${at} where ${where}`.execute(
      this.database.query(),
    );
    return insertId === undefined ? null : Number(insertId);
  }
}
