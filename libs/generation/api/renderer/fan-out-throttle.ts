/**
 * One message to one socket takes about 20 µs of this process. So long after a message to a crowd the next one waits that
 * previews take a tenth of one core at most: two hundred pages still see twenty-five a second.
 */
const PAUSE_MS_EACH = 0.2;

/** Of previews that come too quickly for the size of the crowd only the newest is sent, when its time has come. */
export class FanOutThrottle<T> {
  private readonly waiting = new Map<string, { newest: T; readonly timer: NodeJS.Timeout }>();
  private readonly freeAtMs = new Map<string, number>();

  /** @param send is called at once, or by and by with the newest */
  constructor(
    private readonly send: (roomId: string, item: T) => void,
    private readonly audienceSize: (roomId: string) => number,
  ) {}

  push(roomId: string, item: T): void {
    const held = this.waiting.get(roomId);
    if (held) {
      held.newest = item;
      return;
    }
    const restMs = (this.freeAtMs.get(roomId) ?? 0) - performance.now();
    if (restMs <= 1) return this.sendNow(roomId, item);
    const timer = setTimeout(() => this.flush(roomId), restMs);
    this.waiting.set(roomId, { newest: item, timer });
  }

  /** What waits for a room is sent now: its take has ended, and nothing newer comes. */
  flush(roomId: string): void {
    const held = this.waiting.get(roomId);
    if (!held) return;
    clearTimeout(held.timer);
    this.waiting.delete(roomId);
    this.sendNow(roomId, held.newest);
  }

  private sendNow(roomId: string, item: T): void {
    const now = performance.now();
    for (const [room, atMs] of this.freeAtMs) if (atMs < now) this.freeAtMs.delete(room);
    this.freeAtMs.set(roomId, now + this.audienceSize(roomId) * PAUSE_MS_EACH);
    this.send(roomId, item);
  }
}
