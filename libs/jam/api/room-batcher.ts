/** Users see what others do within 100 ms; a hand that types alone is not held up at all. */
export const TICK_MS = 40;

/**
 * Gathers what happens in a room within a tick, so that many hands make one message. After a quiet moment the first
 * thing goes out at once.
 */
export class RoomBatcher<T> {
  /** Rooms that have sent within the last tick, with what waits for its end. */
  private readonly rooms = new Map<string, T[]>();

  constructor(private readonly send: (roomId: string, items: readonly T[]) => void) {}

  add(roomId: string, item: T): void {
    const waiting = this.rooms.get(roomId);
    if (waiting) waiting.push(item);
    else this.sendNow(roomId, [item]);
  }

  private sendNow(roomId: string, items: readonly T[]): void {
    this.rooms.set(roomId, []);
    setTimeout(() => {
      const waiting = this.rooms.get(roomId) ?? [];
      this.rooms.delete(roomId);
      if (waiting.length) this.sendNow(roomId, waiting);
    }, TICK_MS).unref();
    this.send(roomId, items);
  }
}
