import type { RoomEvent } from './room-event.js';

/** This author has already used this clientId. */
export class DuplicateCommandError extends Error {}

/**
 * Port: where the logs of rooms are kept. Of users it keeps ids alone: events are read with the names and images that
 * users show now, one query for all of them.
 */
export abstract class RoomEvents {
  /**
   * Takes the room's next seq and holds the room until the transaction ends, so that seq order is commit order.
   * @throws Rejection ROOMS_NOT_FOUND, ROOMS_ARCHIVED where it must be one in which users write
   */
  abstract nextSeq(roomId: string, at: number, mustBeOpen: boolean): Promise<number>;
  /** @throws DuplicateCommandError when (actorId, clientId) is known. */
  abstract add(event: RoomEvent, clientId: string | null): Promise<void>;
  /** Replaces what the event holds. Without such an event nothing happens. */
  abstract rewrite(roomId: string, seq: number, change: (payload: object) => object): Promise<void>;
  abstract firstOf(actorId: string, clientId: string): Promise<RoomEvent | null>;
  /** Events with seq > afterSeq, oldest first, at most `limit` of them; fewer when they are so long that one frame could not hold them. */
  abstract since(roomId: string, afterSeq: number, limit: number): Promise<RoomEvent[]>;
  /** The newest event of each of the rooms that have one. */
  abstract latestSeqs(roomIds: readonly string[]): Promise<RoomEvent[]>;
  /** The last seq of each of the rooms. */
  abstract logHeads(roomIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
