import { randomUUID } from 'node:crypto';
import type { RoomEvent } from '@visionary/contract';
import {
  isOutboxChange,
  Outbox,
  type OutboxItem,
  type OutboxMessage,
  type OutboxTabMessage,
} from '../../../web/src/chat/outbox/outbox.js';
import { decideRetry } from '../../../web/src/chat/outbox/retry-policy.js';
import { Rejection } from '../../../web/src/shared/api/rejection.js';

/** What an outbox needs from its page. */
export interface Tab {
  connectedAs(): string | null;
  deliver(kept: OutboxMessage): Promise<RoomEvent>;
  receive(event: RoomEvent): void;
  seqOf(roomId: string): number | undefined;
}

const LATER_AT_MOST_MS = 100;

/** State shared by the pages of one user: pending messages, which any page may send. The outbox of the client, stored in memory. */
export class Browser {
  private readonly storage = new Map<string, OutboxItem>();
  private readonly outboxes = new Set<Outbox>();
  private readonly waiters = new Map<string, () => void>();
  private lock: Promise<void> = Promise.resolve();
  private nextId: string = randomUUID();

  constructor(private readonly userId: string) {}

  open(tab: Tab): Outbox {
    const outbox: Outbox = new Outbox({
      storage: {
        all: () => Promise.resolve([...this.storage.values()]),
        put: (kept) => Promise.resolve(void this.storage.set(kept.clientId, kept)),
        remove: (clientId) => Promise.resolve(void this.storage.delete(clientId)),
      },
      broadcast: (news: OutboxTabMessage) => {
        for (const other of this.outboxes) if (other !== outbox) queueMicrotask(() => other.receiveFromTab(news));
      },
      connectedAs: () => tab.connectedAs(),
      deliver: (kept) => this.deliver(tab, kept),
      exclusively: (work) => (this.lock = this.lock.then(work)),
      receive: (event) => tab.receive(event),
      isAwaitingLog: (roomId, seq) => (tab.seqOf(roomId) ?? Infinity) < seq,
      changed: () => undefined,
      onRejected: () => undefined,
      scheduleSend: (afterMs) => void setTimeout(() => void outbox.send(), Math.min(afterMs, LATER_AT_MOST_MS)),
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

  /** @returns the id of the message, and a promise of the final reply */
  say(outbox: Outbox, roomId: string, text: string): { clientId: string; answered: Promise<void> } {
    const clientId = (this.nextId = randomUUID());
    const answered = new Promise<void>((resolve) => this.waiters.set(clientId, resolve));
    outbox.add(this.userId, roomId, { text });
    return { clientId, answered };
  }

  /** The room log contains this message, which counts as a reply. @returns whether it was still pending */
  settle(outbox: Outbox, { roomId, seq }: RoomEvent, clientId: string): boolean {
    outbox.settle(clientId, roomId, seq);
    return this.answer(clientId);
  }

  private answer(clientId: string): boolean {
    this.waiters.get(clientId)?.();
    return this.waiters.delete(clientId);
  }

  private async deliver(tab: Tab, outboxItem: OutboxItem): Promise<RoomEvent> {
    if (isOutboxChange(outboxItem)) throw new Error('these pages only say words by the outbox');
    try {
      const event = await tab.deliver(outboxItem);
      this.answer(outboxItem.clientId);
      return event;
    } catch (error) {
      const isFinal = error instanceof Rejection && decideRetry(error.code, error.detail, 0).kind === 'no';
      if (isFinal) this.answer(outboxItem.clientId);
      throw error;
    }
  }
}
