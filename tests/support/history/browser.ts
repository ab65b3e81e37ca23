import { randomUUID } from 'node:crypto';
import type { RoomEvent } from '@visionary/contract';
import {
  isKeptChange,
  Outbox,
  type Kept,
  type KeptMessage,
  type OutboxNews,
} from '../../../web/src/chat/outbox/outbox.js';
import { verdictOn } from '../../../web/src/chat/outbox/verdict.js';
import { Refused } from '../../../web/src/shared/refused.js';

/** What an outbox needs of the page it is in. */
export interface Tab {
  connectedAs(): string | null;
  deliver(kept: KeptMessage): Promise<RoomEvent>;
  hear(event: RoomEvent): void;
  seqOf(roomId: string): number | undefined;
}

const LATER_AT_MOST_MS = 100;

/** What the pages of one person share: words on their way, which any of them may send. The client's own outbox, on a shelf in memory. */
export class Browser {
  private readonly shelf = new Map<string, Kept>();
  private readonly outboxes = new Set<Outbox>();
  private readonly waiters = new Map<string, () => void>();
  private lock: Promise<void> = Promise.resolve();
  private nextId: string = randomUUID();

  constructor(private readonly personId: string) {}

  open(tab: Tab): Outbox {
    const outbox: Outbox = new Outbox({
      shelf: {
        all: () => Promise.resolve([...this.shelf.values()]),
        put: (kept) => Promise.resolve(void this.shelf.set(kept.clientId, kept)),
        remove: (clientId) => Promise.resolve(void this.shelf.delete(clientId)),
      },
      tell: (news: OutboxNews) => {
        for (const other of this.outboxes) if (other !== outbox) queueMicrotask(() => other.heard(news));
      },
      connectedAs: () => tab.connectedAs(),
      deliver: (kept) => this.deliver(tab, kept),
      exclusively: (work) => (this.lock = this.lock.then(work)),
      hear: (event) => tab.hear(event),
      willLog: (roomId, seq) => (tab.seqOf(roomId) ?? Infinity) < seq,
      changed: () => undefined,
      refused: () => undefined,
      later: (afterMs) => void setTimeout(() => void outbox.send(), Math.min(afterMs, LATER_AT_MOST_MS)),
      freshId: () => this.nextId,
      now: Date.now,
    });
    this.outboxes.add(outbox);
    void outbox.open();
    return outbox;
  }

  close(outbox: Outbox): void {
    this.outboxes.delete(outbox);
  }

  /** @returns the id of the words, and when they were answered for good */
  say(outbox: Outbox, roomId: string, text: string): { clientId: string; answered: Promise<void> } {
    const clientId = (this.nextId = randomUUID());
    const answered = new Promise<void>((resolve) => this.waiters.set(clientId, resolve));
    outbox.add(this.personId, roomId, { text });
    return { clientId, answered };
  }

  /** The log of the room shows these words: that is as good as an answer. @returns whether they still waited for one */
  settle(outbox: Outbox, { roomId, seq }: RoomEvent, clientId: string): boolean {
    outbox.settle(clientId, roomId, seq);
    return this.answer(clientId);
  }

  private answer(clientId: string): boolean {
    this.waiters.get(clientId)?.();
    return this.waiters.delete(clientId);
  }

  private async deliver(tab: Tab, kept: Kept): Promise<RoomEvent> {
    if (isKeptChange(kept)) throw new Error('these pages only say words by the outbox');
    try {
      const event = await tab.deliver(kept);
      this.answer(kept.clientId);
      return event;
    } catch (error) {
      const isFinal = error instanceof Refused && verdictOn(error.code, error.detail, 0).kind === 'no';
      if (isFinal) this.answer(kept.clientId);
      throw error;
    }
  }
}
