import type { RoomEvent } from '../domain/room-event.js';

/** Long enough for clients that reconnect together, and too short to show outdated names. */
const TTL_MS = 250;
const MAX_PAGES = 64;

export interface EventPageKey {
  readonly roomId: string;
  readonly afterSeq: number;
  readonly count: number;
}

/**
 * Shares pages of events between clients that reconnect after the same outage and miss the same events. Committed events
 * change only when a text is deleted, which is an event of its own.
 */
export class EventPageCache {
  private readonly pages = new Map<string, RoomEvent[]>();
  private expiry: NodeJS.Timeout | undefined;

  /** @param read loads exactly these events. Incomplete pages are not cached. The result must not be modified. */
  async of({ roomId, afterSeq, count }: EventPageKey, read: () => Promise<RoomEvent[]>): Promise<RoomEvent[]> {
    const key = `${roomId} ${afterSeq} ${count}`;
    const cached = this.pages.get(key);
    if (cached) return cached;
    const events = await read();
    if (events.length === count && this.pages.size < MAX_PAGES) {
      this.pages.set(key, events);
      this.expiry ??= setTimeout(() => this.clear(), TTL_MS).unref();
    }
    return events;
  }

  clear(): void {
    clearTimeout(this.expiry);
    this.pages.clear();
    this.expiry = undefined;
  }
}
