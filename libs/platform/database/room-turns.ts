import { AsyncLocalStorage } from 'node:async_hooks';
import { Rejection } from '@visionary/kernel';

/** Transactions of one room at once, on this node. Others would wait for the row of the room anyway. */
const MAX_RUNNING = 3;
/** Of a room whose row another session keeps locked: each of them waits in a connection of the pool. */
const MAX_RUNNING_WHILE_LOCKED = 1;
const LOCKED_FOR_MS = 2_000;

interface Room {
  running: number;
  /** Until then, the row counts as locked by a session elsewhere. */
  lockedUntilMs: number;
  readonly waiting: (() => void)[];
}

/**
 * Limits how many connections the transactions of one room use. A node that is lost while it holds the row of a room makes
 * all others wait for it, and must not make other rooms wait for a connection.
 */
export class RoomTurns {
  private readonly current = new AsyncLocalStorage<string>();
  private readonly rooms = new Map<string, Room>();

  /** Transactions inside `work` count for this room. */
  runInRoom<T>(roomId: string, work: () => T): T {
    return this.current.run(roomId, work);
  }

  /** @param deadlineMs of `performance.now()`. @throws Rejection UNAVAILABLE when it is the turn of others until then */
  async take<T>(deadlineMs: number, transact: () => Promise<T>): Promise<T> {
    const roomId = this.current.getStore();
    if (roomId === undefined) return transact();
    const room = this.rooms.get(roomId) ?? { running: 0, lockedUntilMs: 0, waiting: [] };
    this.rooms.set(roomId, room);
    while (room.running >= limitOf(room)) await waitIn(room, deadlineMs);
    room.running++;
    try {
      return await transact();
    } finally {
      room.running--;
      for (let free = limitOf(room) - room.running; free > 0; free--) room.waiting.shift()?.();
      if (room.running === 0 && room.waiting.length === 0) this.rooms.delete(roomId);
    }
  }

  /** A transaction of this room waited for a lock in vain. */
  noteLocked(): void {
    const room = this.rooms.get(this.current.getStore() ?? '');
    if (room) room.lockedUntilMs = performance.now() + LOCKED_FOR_MS;
  }
}

const limitOf = ({ lockedUntilMs }: Room): number =>
  performance.now() < lockedUntilMs ? MAX_RUNNING_WHILE_LOCKED : MAX_RUNNING;

const waitIn = async (room: Room, deadlineMs: number): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => {
      room.waiting.splice(room.waiting.indexOf(resolve), 1);
      reject(new Rejection('UNAVAILABLE', { retryAfterSeconds: 1 }));
    },
    Math.max(0, deadlineMs - performance.now()),
  );
  room.waiting.push(resolve);
  await promise.finally(() => clearTimeout(timer));
};
