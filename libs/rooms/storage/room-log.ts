import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Clock, isRejection, Rejection, UnitOfWork } from '@visionary/kernel';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { toStoredPayload, toViewPayload, userIdsIn } from '../domain/event-payload-users.js';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';

export interface NewRoomEvent {
  readonly roomId: string;
  /** A type of the contract's ROOM_EVENT_PAYLOADS. */
  readonly type: string;
  readonly actorId: string | null;
  /** Of the command that caused the event; a retry of the command gets this event (see `once`). */
  readonly clientId?: string;
  /** Rejects the event in an archived room, also when the room is archived concurrently. */
  readonly inOpenRoom?: boolean;
  /** Builds the contract's payload for `type` while the room is locked. */
  readonly payload: (position: { readonly seq: number; readonly at: number }) => object | Promise<object>;
}

export interface RoomEventPage {
  readonly events: RoomEvent[];
  /** Last seq of the room. */
  readonly seq: number;
  readonly more: boolean;
}

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
class DuplicateCommandError extends Error {}

/**
 * The room logs, and the only way to write to them. Payloads are stored with the ids of users, and read with the names that
 * these users show now.
 */
@Injectable()
export class RoomLog {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Inside a unit of work: assigns the next seq, stores the event and publishes RoomEventAppended, which is broadcast after
   * the commit. The room stays locked until the commit, so append late.
   * @throws Rejection ROOMS_NOT_FOUND, ROOMS_ARCHIVED, and what `payload` throws
   * @throws Error outside a unit of work
   */
  async append({ roomId, type, actorId, clientId, inOpenRoom = false, payload }: NewRoomEvent): Promise<RoomEvent> {
    const at = this.clock.now();
    const seq = await this.nextSeq(roomId, at, inOpenRoom);
    const event = { roomId, seq, type, actorId, at, payload: await payload({ seq, at }) };
    await this.add(event, clientId ?? null);
    this.unitOfWork.publish(new RoomEventAppended(event));
    return event;
  }

  /**
   * Inside a unit of work: replaces the payload of an event for all later reads. Does nothing without such an event. Clients
   * that already received the event need an event of their own.
   * @param change gets the payload with ids of users and empty names
   */
  async rewrite(roomId: string, seq: number, change: (payload: object) => object): Promise<void> {
    const row = await this.database
      .selectFrom('room_event')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (!row) return;
    const changed = change(toViewPayload(eventOf(row).payload, new Map()));
    const payload = JSON.stringify(toStoredPayload(changed));
    await this.database
      .updateTable('room_event')
      .set({ payload })
      .where('room_id', '=', roomId)
      .where('seq', '=', seq)
      .execute();
  }

  /** Deletes the events before `seq`. Clients that miss some of them get fresh lists. */
  async deleteBefore(roomId: string, seq: number): Promise<void> {
    await this.database.deleteFrom('room_event').where('room_id', '=', roomId).where('seq', '<', seq).execute();
  }

  /** The event that this author's command caused, on any node and at any time. */
  async firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    const rows = await this.database
      .selectFrom('room_event')
      .selectAll()
      .where('actor_id', '=', actorId)
      .where('client_id', '=', clientId)
      .execute();
    const [event] = await this.withUsers(rows.map(eventOf));
    return event ?? null;
  }

  /**
   * Runs `work` in a unit of work, once per (actorId, clientId). A retry gets the first event, also when both run at once.
   * Most commands are not retries, so nothing is looked up before: the work of a retry is rolled back, whatever rejected it.
   * @param work appends an event with this actorId and clientId, and returns it
   * @param cacheTags see UnitOfWork.run
   */
  async once(
    actorId: string,
    clientId: string,
    work: () => Promise<RoomEvent>,
    cacheTags: readonly string[] = [],
  ): Promise<RoomEvent> {
    try {
      return await this.unitOfWork.run(work, cacheTags);
    } catch (error) {
      const canBeRetry = error instanceof DuplicateCommandError || isRejection(error);
      const first = canBeRetry ? await this.firstOf(actorId, clientId) : null;
      if (!first) throw error;
      return first;
    }
  }

  /** Events after `afterSeq`, oldest first. Returns fewer than `limit` when long payloads would not fit one frame. */
  async since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    const rows = await this.database
      .selectFrom('room_event')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return this.withUsers(withinOnePage(rows).map(eventOf));
  }

  /** Like `since`, with the last seq of the room from the same moment. @throws Rejection ROOMS_NOT_FOUND */
  page(roomId: string, afterSeq: number, limit: number): Promise<RoomEventPage> {
    return this.unitOfWork.readConsistently(async () => {
      const lastSeq = await this.lastSeq(roomId);
      const events = await this.since(roomId, afterSeq, limit);
      return { events, seq: lastSeq, more: (events.at(-1)?.seq ?? lastSeq) < lastSeq };
    });
  }

  /** @throws Rejection ROOMS_NOT_FOUND */
  async lastSeq(roomId: string): Promise<number> {
    const visible = this.database.selectFrom('room').select('last_seq').where('hidden_at', 'is', null);
    const room = await visible.where('id', '=', roomId).executeTakeFirst();
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    return room.last_seq;
  }

  /** The newest event of each of these rooms that has one. */
  async latest(roomIds: readonly string[]): Promise<RoomEvent[]> {
    if (roomIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('room')
      .innerJoin('room_event', (join) =>
        join.onRef('room_event.room_id', '=', 'room.id').onRef('room_event.seq', '=', 'room.last_seq'),
      )
      .selectAll('room_event')
      .where('room.id', 'in', roomIds)
      .execute();
    return this.withUsers(rows.map(eventOf));
  }

  /** The last committed seq of each of these rooms. */
  async heads(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.database.selectFrom('room').select(['id', 'last_seq']).where('id', 'in', roomIds).execute();
    return new Map(rows.map((row) => [row.id, row.last_seq]));
  }

  /**
   * Assigns the next seq and locks the room until the transaction ends, so seq order is commit order.
   * @throws Rejection ROOMS_NOT_FOUND; ROOMS_ARCHIVED with `mustBeOpen`
   */
  private async nextSeq(roomId: string, at: number, mustBeOpen: boolean): Promise<number> {
    const where = mustBeOpen ? sql`id = ${roomId} and archived_at is null` : sql`id = ${roomId}`;
    // The update locks the row until the transaction ends. The next event of the room waits here.
    const seq =
      this.database.dialect === 'sqlite' ? await this.assignSeq(at, where) : await this.assignSeqOnMysql(at, where);
    if (seq !== null) return seq;
    const room = await this.database.selectFrom('room').select('id').where('id', '=', roomId).executeTakeFirst();
    throw new Rejection(room ? 'ROOMS_ARCHIVED' : 'ROOMS_NOT_FOUND');
  }

  /** @throws DuplicateCommandError when (actorId, clientId) exists */
  private async add(event: RoomEvent, clientId: string | null): Promise<void> {
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

  private async withUsers(events: readonly RoomEvent[]): Promise<RoomEvent[]> {
    const users = await this.users.byIds(userIdsIn(events.map(({ payload }) => payload)));
    return events.map((event) => ({ ...event, payload: toViewPayload(event.payload, users) }));
  }
}
