import type { RoomEvent } from '../domain/room-event.js';

/** Long enough for those who come back together, too short for anybody to see an old name. */
const KEPT_MS = 250;
const PAGES_AT_MOST = 64;

export interface Page {
  readonly roomId: string;
  readonly afterSeq: number;
  readonly count: number;
}

/**
 * Hundreds who come back after one outage lack the same events: what was read for the first of them serves all of that
 * moment. What has committed does not change but for words that are taken back, which is an event of its own.
 */
export class EventPageCache {
  private readonly pages = new Map<string, RoomEvent[]>();
  private forgetting: NodeJS.Timeout | undefined;

  /** @param read finds exactly these events; when it finds fewer they are not kept. Nobody may change what is returned. */
  async of({ roomId, afterSeq, count }: Page, read: () => Promise<RoomEvent[]>): Promise<RoomEvent[]> {
    const key = `${roomId} ${afterSeq} ${count}`;
    const known = this.pages.get(key);
    if (known) return known;
    const events = await read();
    if (events.length === count && this.pages.size < PAGES_AT_MOST) {
      this.pages.set(key, events);
      this.forgetting ??= setTimeout(() => this.forget(), KEPT_MS).unref();
    }
    return events;
  }

  /** Whatever was read before serves nobody any more. */
  forget(): void {
    clearTimeout(this.forgetting);
    this.pages.clear();
    this.forgetting = undefined;
  }
}
