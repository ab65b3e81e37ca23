/** Keeps the delay for others below 100 ms. A single user's update is sent without delay. */
export const TICK_MS = 40;

/** Batches items per room: the first one is sent at once, those within the next tick together at its end. */
export class RoomBatcher<T> {
  /** Rooms that sent within the last tick, with the items that wait for its end. */
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
