import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Clock, isRejection, Rejection, UnitOfWork } from '@visionary/kernel';
import { toViewPayload, userIdsIn } from '../domain/event-payload-users.js';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { DuplicateCommandError, RoomEvents } from '../storage/room-events.js';
import { Rooms } from '../storage/rooms.js';

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

/** The room logs, and the only way to write to them. Events are read with the names that users show now. */
@Injectable()
export class RoomLog {
  constructor(
    private readonly events: RoomEvents,
    private readonly rooms: Rooms,
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
    const seq = await this.events.nextSeq(roomId, at, inOpenRoom);
    const event = { roomId, seq, type, actorId, at, payload: await payload({ seq, at }) };
    await this.events.add(event, clientId ?? null);
    this.unitOfWork.publish(new RoomEventAppended(event));
    return event;
  }

  /**
   * Inside a unit of work: replaces the payload of an event for all later reads. Clients that already received the event
   * need an event of their own.
   * @param change gets the payload with ids of users and empty names
   */
  async rewrite(roomId: string, seq: number, change: (payload: object) => object): Promise<void> {
    await this.events.rewrite(roomId, seq, change);
  }

  /** The event that this author's command caused, on any node and at any time. */
  async firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    const found = await this.events.firstOf(actorId, clientId);
    const [event] = await this.withUsers(found ? [found] : []);
    return event ?? null;
  }

  /**
   * Runs `work` in a unit of work, once per (actorId, clientId). A retry gets the first event, also when both run at once.
   * Most commands are not retries, so nothing is looked up before: the work of a retry is rolled back, whatever rejected it.
   * @param work appends an event with this actorId and clientId, and returns it
   * @param touches see UnitOfWork.run
   */
  async once(
    actorId: string,
    clientId: string,
    work: () => Promise<RoomEvent>,
    touches: readonly string[] = [],
  ): Promise<RoomEvent> {
    try {
      return await this.unitOfWork.run(work, touches);
    } catch (error) {
      const canBeRetry = error instanceof DuplicateCommandError || isRejection(error);
      const first = canBeRetry ? await this.firstOf(actorId, clientId) : null;
      if (!first) throw error;
      return first;
    }
  }

  /** Events with seq > afterSeq, oldest first, at most `limit`. */
  async since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    return this.withUsers(await this.events.since(roomId, afterSeq, limit));
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
    const room = await this.rooms.find(roomId);
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    return room.lastSeq;
  }

  /** The newest event of each of these rooms. */
  async latest(roomIds: readonly string[]): Promise<RoomEvent[]> {
    return this.withUsers(await this.events.latest(roomIds));
  }

  /** The last committed seq of each of these rooms. */
  heads(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.events.logHeads(roomIds);
  }

  private async withUsers(events: readonly RoomEvent[]): Promise<RoomEvent[]> {
    const users = await this.users.byIds(userIdsIn(events.map(({ payload }) => payload)));
    return events.map((event) => ({ ...event, payload: toViewPayload(event.payload, users) }));
  }
}
