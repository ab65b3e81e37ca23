/**
 * Pause after a message, per socket. Sending to one socket takes about 20 µs, so frames use at most a tenth of a core: two
 * hundred sockets still get twenty-five frames a second.
 */
const PAUSE_MS_PER_SOCKET = 0.2;

/** Limits the rate of frames by the number of viewers. Keeps only the newest waiting item per room. */
export class FanOutThrottle<T> {
  private readonly waiting = new Map<string, { newest: T; readonly timer: NodeJS.Timeout }>();
  private readonly nextSendAtMs = new Map<string, number>();

  /** @param send called at once, or later with the newest item */
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
    const restMs = (this.nextSendAtMs.get(roomId) ?? 0) - performance.now();
    if (restMs <= 1) return this.sendNow(roomId, item);
    const timer = setTimeout(() => this.flush(roomId), restMs);
    this.waiting.set(roomId, { newest: item, timer });
  }

  /** Sends what waits for a room, because no newer item follows. */
  flush(roomId: string): void {
    const held = this.waiting.get(roomId);
    if (!held) return;
    clearTimeout(held.timer);
    this.waiting.delete(roomId);
    this.sendNow(roomId, held.newest);
  }

  private sendNow(roomId: string, item: T): void {
    const now = performance.now();
    for (const [room, atMs] of this.nextSendAtMs) if (atMs < now) this.nextSendAtMs.delete(room);
    this.nextSendAtMs.set(roomId, now + this.audienceSize(roomId) * PAUSE_MS_PER_SOCKET);
    this.send(roomId, item);
  }
}
