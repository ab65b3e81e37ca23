import { Injectable } from '@nestjs/common';
import { Clock, isRejection, UnitOfWork } from '@visionary/kernel';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { DuplicateCommandError, RoomEvents } from '../domain/room-events.js';

export interface NewRoomEvent {
  readonly roomId: string;
  /** A type of the contract's LOG_PAYLOADS. */
  readonly type: string;
  readonly actorId: string | null;
  /** Of the command that caused it: the same one again gets this event (see `once`). */
  readonly clientId?: string;
  /** Nobody does this in an archived room, also where it is archived in this very moment. */
  readonly inOpenRoom?: boolean;
  /** Makes the contract's payload for `type`, knowing the place the event got, while nothing else happens in the room. */
  readonly payload: (place: { readonly seq: number; readonly at: number }) => object | Promise<object>;
}

/** The log of every room, and the only way to write to it. Other slices append what durably happens in a room. */
@Injectable()
export class RoomLog {
  constructor(
    private readonly events: RoomEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Inside a unit of work: takes the next seq, writes the event, and announces RoomEventAppended. After the commit the
   * room hears it. From here until the commit no other event of the room can be appended, so append late.
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
   * Inside a unit of work: replaces what an event holds, everywhere it will be read from now on. Who has heard it already
   * must be told otherwise, by an event of its own.
   * @param change gets the payload with users's ids and no names
   */
  async rewrite(roomId: string, seq: number, change: (payload: object) => object): Promise<void> {
    await this.events.rewrite(roomId, seq, change);
  }

  /** The event that this author's command has caused, on whatever node and however long ago. */
  firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    return this.events.firstOf(actorId, clientId);
  }

  /**
   * Runs `work` in a unit of work, once for each (actorId, clientId): a retry gets the first event, also when both race.
   * Nobody asks before, since most commands are no retries: what a retry does is undone, and whatever it was refused for.
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
      const isAnswered = error instanceof DuplicateCommandError || isRejection(error);
      const first = isAnswered ? await this.firstOf(actorId, clientId) : null;
      if (!first) throw error;
      return first;
    }
  }

  /** Events with seq > afterSeq, oldest first, at most `limit`. */
  since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    return this.events.since(roomId, afterSeq, limit);
  }
}
