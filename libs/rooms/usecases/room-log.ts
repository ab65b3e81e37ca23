import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { AlreadyLogged, RoomEvents } from '../domain/room-events.js';

export interface NewRoomEvent {
  readonly roomId: string;
  /** A type of the contract's LOG_PAYLOADS. */
  readonly type: string;
  readonly actorId: string | null;
  /** Of the command that caused it: the same one again gets this event (see `once`). */
  readonly clientId?: string;
  /** Makes the contract's payload for `type`, knowing the place the event got. */
  readonly payload: (place: { readonly seq: number; readonly at: number }) => object;
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
   * @throws Rejection ROOMS_NOT_FOUND
   * @throws Error outside a unit of work
   */
  async append({ roomId, type, actorId, clientId, payload }: NewRoomEvent): Promise<RoomEvent> {
    const at = this.clock.now();
    const seq = await this.events.allotSeq(roomId, at);
    const event = { roomId, seq, type, actorId, at, payload: payload({ seq, at }) };
    await this.events.add(event, clientId ?? null);
    this.unitOfWork.announce(new RoomEventAppended(event));
    return event;
  }

  /** The event that this author's command has caused, on whatever node and however long ago. */
  firstOf(actorId: string, clientId: string): Promise<RoomEvent | null> {
    return this.events.firstOf(actorId, clientId);
  }

  /**
   * Runs `work` in a unit of work, once for each (actorId, clientId): a retry gets the first event, also when both race.
   * @param work appends an event with this actorId and clientId, and returns it
   */
  async once(actorId: string, clientId: string, work: () => Promise<RoomEvent>): Promise<RoomEvent> {
    const first = await this.firstOf(actorId, clientId);
    if (first) return first;
    try {
      return await this.unitOfWork.run(work);
    } catch (error) {
      const winner = error instanceof AlreadyLogged ? await this.firstOf(actorId, clientId) : null;
      if (!winner) throw error;
      return winner;
    }
  }

  /** Events with seq > afterSeq, oldest first, at most `limit`. */
  since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]> {
    return this.events.since(roomId, afterSeq, limit);
  }
}
