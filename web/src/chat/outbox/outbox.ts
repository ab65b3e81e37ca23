import type { RoomEvent } from '@visionary/contract';
import type { Rejection } from '../../shared/api/rejection.js';
import type { RequestedChange } from '../messages/message-change.js';
import type { PendingChange, PendingMessage, MessageContent } from '../messages/pending-message.js';
import { decideRetry } from './retry-policy.js';

interface Owned {
  readonly userId: string;
  readonly roomId: string;
}
/** An unconfirmed message or change, as far as this browser knows. */
export type OutboxMessage = PendingMessage & Owned;
export type OutboxChange = PendingChange & Owned;
export type OutboxItem = OutboxMessage | OutboxChange;

export const isOutboxChange = (outboxItem: OutboxItem): outboxItem is OutboxChange => 'change' in outboxItem;

/** Storage that survives a reload; shared by all tabs of a browser. */
export interface OutboxStorage {
  all(): Promise<readonly OutboxItem[]>;
  put(outboxItem: OutboxItem): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** Messages between tabs. */
export type OutboxTabMessage =
  | { readonly kind: 'put'; readonly item: OutboxItem }
  | { readonly kind: 'sent'; readonly clientId: string; readonly event: RoomEvent }
  | { readonly kind: 'known'; readonly clientId: string; readonly roomId: string; readonly seq: number }
  | { readonly kind: 'discarded'; readonly clientId: string }
  | { readonly kind: 'givenUp'; readonly item: OutboxItem };

export interface OutboxPorts {
  readonly storage: OutboxStorage;
  broadcast(news: OutboxTabMessage): void;
  /** The user id of this connection; null without one. */
  connectedAs(): string | null;
  /** @throws Rejection */
  deliver(outboxItem: OutboxItem): Promise<RoomEvent>;
  /** Only one tab at a time sends; the others wait until it is done. */
  exclusively(work: () => Promise<void>): Promise<void>;
  /** A response contained an event, here or in another tab. */
  receive(event: RoomEvent): void;
  /** Whether the room is open here and its log has not reached this seq. */
  isAwaitingLog(roomId: string, seq: number): boolean;
  changed(): void;
  /** The server rejected the item, whichever tab sent it. */
  onRejected(outboxItem: OutboxItem): void;
  /** Calls `send` again after a delay. */
  scheduleSend(afterMs: number): void;
  freshId(): string;
  now(): number;
}

/** Messages between tabs usually arrive within this time. */
const LIVE_UPDATES_MS = 2_000;

/**
 * Unconfirmed messages and changes: shown at once, kept until the log has them, and sent in order by one tab of this
 * browser, only over a connection of their author, always with the same client id. Rejected messages and edits stay with
 * the reason until they are retried or discarded; other rejected changes are discarded. Framework-free: the browser is
 * behind ports.
 */
export class Outbox {
  private readonly items = new Map<string, OutboxItem>();
  private readonly stored = new Set<string>();
  /** The seq of items that are stored on the server but not yet in the log here. */
  private readonly seqsAwaitingLog = new Map<string, number>();
  /** Removed from storage by another tab, which is about to broadcast whether it was sent or discarded. */
  private readonly removedElsewhere = new Map<string, number>();
  private saving: Promise<unknown> = Promise.resolve();
  private sending = false;
  private failures = 0;

  constructor(private readonly ports: OutboxPorts) {}

  /** In order of creation. */
  get list(): readonly OutboxItem[] {
    return [...this.items.values()].sort((a, b) => a.at - b.at);
  }

  /** Loads items that an earlier page of this browser left. */
  async open(): Promise<void> {
    await this.loadStored();
    void this.send();
  }

  add(userId: string, roomId: string, content: MessageContent | { readonly change: RequestedChange }): void {
    const last = Math.max(0, ...this.list.map(({ at }) => at));
    // Times are unique, because they define the order.
    const at = Math.max(this.ports.now(), last + 1);
    this.save({ ...content, clientId: this.ports.freshId(), userId, roomId, at, state: 'sending' });
    void this.send();
  }

  /** After a rejection. */
  retry(clientId: string): void {
    const item = this.items.get(clientId);
    if (!item) return;
    const { rejection: _, ...rest } = item;
    this.save({ ...rest, state: 'sending' });
    void this.send();
  }

  /** The user discarded it. */
  discard(clientId: string): void {
    if (!this.items.has(clientId)) return;
    this.clear(clientId);
    this.remove(clientId);
    this.ports.broadcast({ kind: 'discarded', clientId });
  }

  /** The room log has it. */
  settle(clientId: string, roomId: string, seq: number): void {
    if (!this.items.has(clientId)) return;
    this.clear(clientId);
    this.remove(clientId);
    this.ports.broadcast({ kind: 'known', clientId, roomId, seq });
  }

  /** A snapshot covers everything up to its seq, shown or not. */
  settleUpTo(roomId: string, seq: number): void {
    for (const { clientId, roomId: itemRoomId } of this.list) {
      const sentSeq = this.seqsAwaitingLog.get(clientId);
      if (itemRoomId === roomId && sentSeq !== undefined && sentSeq <= seq) this.settle(clientId, roomId, sentSeq);
    }
  }

  /** Applies a change made by another tab. */
  receiveFromTab(news: OutboxTabMessage): void {
    switch (news.kind) {
      case 'put':
        return this.onSavedElsewhere(news.item);
      case 'sent':
        return this.onSent(news.clientId, news.event);
      case 'known':
        return this.settleOrAwaitLog(news.clientId, news.roomId, news.seq);
      case 'discarded':
        return this.clear(news.clientId);
      case 'givenUp':
        this.clear(news.item.clientId);
        return this.ports.onRejected(news.item);
      default:
        return news satisfies never;
    }
  }

  /** Sends pending items if possible. Cheap if not; call it whenever that may have changed. */
  async send(): Promise<void> {
    for (const [id, since] of this.removedElsewhere) if (since + LIVE_UPDATES_MS <= this.ports.now()) this.clear(id);
    if (this.sending || !this.next()) return;
    this.sending = true;
    try {
      await this.ports.exclusively(() => this.sendInTurn());
    } finally {
      this.sending = false;
    }
    // Something was added or a user connected while sending ended.
    if (this.failures === 0 && this.next()) void this.send();
  }

  private async sendInTurn(): Promise<void> {
    await this.loadStored();
    for (let next = this.next(); next; next = this.next()) if (!(await this.deliver(next))) return;
  }

  private next(): OutboxItem | undefined {
    const me = this.ports.connectedAs();
    if (me === null) return undefined;
    const waits = ({ clientId }: OutboxItem) =>
      !this.seqsAwaitingLog.has(clientId) && !this.removedElsewhere.has(clientId);
    return this.list.find((one) => one.userId === me && one.state === 'sending' && waits(one));
  }

  /** @returns whether to continue with the next item */
  private async deliver(outboxItem: OutboxItem): Promise<boolean> {
    try {
      const event = await this.ports.deliver(outboxItem);
      this.failures = 0;
      this.remove(outboxItem.clientId);
      this.ports.broadcast({ kind: 'sent', clientId: outboxItem.clientId, event });
      this.onSent(outboxItem.clientId, event);
      return true;
    } catch (error) {
      return this.onRejected(outboxItem, error as Rejection);
    }
  }

  private onRejected(outboxItem: OutboxItem, { code, detail }: Rejection): boolean {
    const verdict = decideRetry(code, detail, this.failures);
    if (verdict.kind === 'no') {
      // Discarded or settled meanwhile: the rejection no longer matters.
      if (this.items.has(outboxItem.clientId)) {
        this.saveRejection({ ...outboxItem, state: 'rejected', rejection: { code, detail } });
      }
      return true;
    }
    this.failures += 1;
    if (verdict.kind === 'later') this.ports.scheduleSend(verdict.afterMs);
    return false;
  }

  private saveRejection(outboxItem: OutboxItem): void {
    if (hasText(outboxItem)) this.save(outboxItem);
    else {
      this.clear(outboxItem.clientId);
      this.remove(outboxItem.clientId);
      this.ports.broadcast({ kind: 'givenUp', item: outboxItem });
    }
    this.ports.onRejected(outboxItem);
  }

  private onSavedElsewhere(outboxItem: OutboxItem): void {
    this.stored.add(outboxItem.clientId);
    this.items.set(outboxItem.clientId, outboxItem);
    this.ports.changed();
    if (outboxItem.state === 'rejected') this.ports.onRejected(outboxItem);
    void this.send();
  }

  private onSent(clientId: string, event: RoomEvent): void {
    this.ports.receive(event);
    this.settleOrAwaitLog(clientId, event.roomId, event.seq);
  }

  /** Shown until the open room's log has it, so that it never flickers. */
  private settleOrAwaitLog(clientId: string, roomId: string, seq: number): void {
    if (!this.items.has(clientId)) return;
    if (!this.ports.isAwaitingLog(roomId, seq)) return this.clear(clientId);
    this.seqsAwaitingLog.set(clientId, seq);
    this.removedElsewhere.delete(clientId);
  }

  private save(outboxItem: OutboxItem): void {
    this.items.set(outboxItem.clientId, outboxItem);
    this.ports.changed();
    this.saving = this.saving
      .then(() => this.ports.storage.put(outboxItem))
      .then(
        () => {
          this.stored.add(outboxItem.clientId);
          this.ports.broadcast({ kind: 'put', item: outboxItem });
        },
        // Without free storage it lives as long as the page.
        () => undefined,
      );
  }

  private remove(clientId: string): void {
    this.saving = this.saving.then(() => this.ports.storage.remove(clientId)).catch(() => undefined);
  }

  private clear(clientId: string): void {
    for (const collection of [this.stored, this.seqsAwaitingLog, this.removedElsewhere]) collection.delete(clientId);
    if (this.items.delete(clientId)) this.ports.changed();
  }

  /** Synchronizes with storage, which all tabs share: items removed there were sent, and new items are shown here, too. */
  private async loadStored(): Promise<void> {
    await this.saving;
    const stored = await this.ports.storage.all().catch(() => undefined);
    if (!stored) return;
    const ids = new Set(stored.map(({ clientId }) => clientId));
    const removed = [...this.stored].filter(
      (id) => !ids.has(id) && !this.seqsAwaitingLog.has(id) && !this.removedElsewhere.has(id),
    );
    for (const clientId of removed) this.removedElsewhere.set(clientId, this.ports.now());
    // Removing it now would make it flicker: the log may have it only in a moment.
    if (removed.length > 0) this.ports.scheduleSend(LIVE_UPDATES_MS);
    for (const item of stored) {
      this.removedElsewhere.delete(item.clientId);
      this.stored.add(item.clientId);
      if (!this.seqsAwaitingLog.has(item.clientId)) this.items.set(item.clientId, item);
    }
    this.ports.changed();
  }
}

/** The user's text is never discarded automatically. */
const hasText = (outboxItem: OutboxItem): boolean =>
  !isOutboxChange(outboxItem) || outboxItem.change.type === 'chat.edited';
