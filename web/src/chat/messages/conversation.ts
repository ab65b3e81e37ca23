import type { SnapshotState, MessagePage, MessageView, MessageWindow, RoomEvent } from '@visionary/contract';
import type { z } from 'zod';
import { isMessageChange, withChange, withQuoteChange, type MessageChange } from './message-change.js';

/** Messages may be missing between these two seqs, both excluded. */
export interface Gap {
  readonly afterSeq: number;
  readonly beforeSeq: number;
}

/** The loaded messages of a room for display. Unchanged messages keep their object identity. */
export interface ConversationView {
  /** By seq, without duplicates. */
  readonly messages: readonly MessageView[];
  /** There are older messages than the first. */
  readonly hasMore: boolean;
  /** Gaps between loaded messages, in order. There is never one after the last message. */
  readonly gaps: readonly Gap[];
}

export const EMPTY_CONVERSATION: ConversationView = { messages: [], hasMore: false, gaps: [] };

interface Entry {
  readonly message: MessageView;
  /** Contains all events up to this seq. */
  readonly asOf: number;
}
type LoggedChange = MessageChange & { readonly seq: number };

/** Changes kept for pages that were read earlier. A page older than these must be requested again. */
const MAX_CHANGES = 2_000;

/**
 * The loaded messages of one room: always the newest, and any older ranges. Events of the log and pages from the
 * database may cross; each message ends as in the database. Framework-free: no socket, no Vue.
 *
 * Call `reset` with a new snapshot, then `apply` with every event of the log in order, and `add…` with requested pages.
 */
export class Conversation {
  /** By seq. */
  private entries: readonly Entry[] = [];
  /** Loaded stretches of the log in order. The last one reaches the head. */
  private loadedRanges: readonly SeqRange[] = [];
  /** How far the log has been applied. Later content of pages comes through the log. */
  private appliedSeq = 0;
  private changes: LoggedChange[] = [];
  private changesAfter = 0;
  private expected: readonly MessageChange[] = [];
  private cachedView: ConversationView | null = null;
  private resets = 0;

  get view(): ConversationView {
    return (this.cachedView ??= this.buildView());
  }

  /** Changes with each `reset`, which invalidates requests made before. */
  get generation(): number {
    return this.resets;
  }

  /** Removes everything; `seq` is that of the snapshot. */
  reset(snapshot: z.infer<typeof SnapshotState> | null, seq = 0): void {
    this.entries = [];
    this.loadedRanges = [];
    this.appliedSeq = seq;
    this.changes = [];
    this.changesAfter = seq;
    this.cachedView = null;
    this.resets += 1;
    if (snapshot) {
      this.load(snapshot.messages, { from: snapshot.moreMessages ? lowest(snapshot.messages, seq) : 0, to: seq }, seq);
    }
  }

  /** Applies one event, strictly in order. Events that are not about messages only advance the log. */
  apply(event: RoomEvent): void {
    const { seq } = event;
    this.loadedRanges = withRange(this.loadedRanges, { from: this.appliedSeq + 1, to: seq });
    this.appliedSeq = seq;
    if (event.type === 'chat.sent') this.insert({ message: event.payload.message, asOf: seq });
    else if (isMessageChange(event)) {
      this.changes.push(event);
      if (this.changes.length > MAX_CHANGES) this.changesAfter = this.changes.shift()?.seq ?? this.changesAfter;
      this.change(event);
    }
    this.cachedView = null;
  }

  /** Adds a page requested with `beforeSeq`. @returns false if it is stale and must be requested again */
  addOlder(beforeSeq: number, { messages, hasMore, seq }: MessagePage): boolean {
    const from = hasMore ? lowest(messages, beforeSeq) : 0;
    return this.load(messages, { from, to: beforeSeq - 1 }, seq);
  }

  /** Adds a page requested with `afterSeq`. @returns as addOlder */
  addNewer(afterSeq: number, { messages, hasMore, seq }: MessagePage): boolean {
    const to = hasMore ? highest(messages, afterSeq) : (seq ?? highest(messages, afterSeq));
    return this.load(messages, { from: afterSeq + 1, to }, seq);
  }

  /** Adds a page around a message. @returns as addOlder */
  addWindow({ messages, hasOlder, hasNewer, seq }: MessageWindow): boolean {
    if (messages.length === 0) return true;
    const from = hasOlder ? lowest(messages, seq) : 0;
    return this.load(messages, { from, to: hasNewer ? highest(messages, 0) : seq }, seq);
  }

  /** Keeps about `most` messages around a position and the newest `tail`; the rest becomes gaps. */
  trim(aroundSeq: number, most: number, tail: number): void {
    const { length } = this.entries;
    const index = this.entries.findIndex(({ message }) => message.seq >= aroundSeq);
    const middle = index < 0 ? length : index;
    const first = Math.max(0, Math.min(middle - Math.floor(most / 2), length - most));
    const end = Math.min(length, first + most);
    const tailFrom = Math.max(end, length - tail);
    if (first === 0 && tailFrom === end) return;
    this.drop(end, tailFrom);
    this.drop(0, first);
    this.cachedView = null;
  }

  /** My unconfirmed changes in order, shown at once and kept across resets. */
  expect(changes: readonly MessageChange[]): void {
    this.expected = changes;
    this.cachedView = null;
  }

  private load(messages: readonly MessageView[], range: SeqRange, seq: number | undefined): boolean {
    // Without a seq the page may be as old as the oldest kept change.
    const asOf = seq ?? this.changesAfter;
    if (asOf < this.changesAfter) return false;
    for (const message of messages) {
      if (message.seq <= this.appliedSeq) this.insert(this.withLaterChanges({ message, asOf }));
    }
    this.loadedRanges = withRange(this.loadedRanges, {
      from: range.from,
      to: Math.min(range.to, asOf, this.appliedSeq),
    });
    this.cachedView = null;
    return true;
  }

  private withLaterChanges(original: Entry): Entry {
    return this.changes.reduce((entry, change) => after(entry, change), original);
  }

  /** The newer version of a message wins. */
  private insert(entry: Entry): void {
    const { seq, id } = entry.message;
    let at = this.entries.length;
    while (at > 0 && (this.entries[at - 1]?.message.seq ?? 0) > seq) at -= 1;
    const existing = this.entries[at - 1];
    if (existing?.message.id !== id) this.entries = this.entries.toSpliced(at, 0, entry);
    else if (existing.asOf < entry.asOf) this.entries = this.entries.with(at - 1, entry);
  }

  private change(change: LoggedChange): void {
    this.entries = this.entries.map((entry) => after(entry, change));
  }

  private drop(from: number, end: number): void {
    const first = this.entries[from];
    const last = this.entries[end - 1];
    if (from >= end || !first || !last) return;
    this.loadedRanges = withoutRange(this.loadedRanges, {
      from: from === 0 ? 0 : first.message.seq,
      to: last.message.seq,
    });
    this.entries = [...this.entries.slice(0, from), ...this.entries.slice(end)];
  }

  private buildView(): ConversationView {
    const gaps = this.loadedRanges
      .slice(1)
      .map(({ from }, i) => ({ afterSeq: this.loadedRanges[i]?.to ?? 0, beforeSeq: from }));
    return {
      messages: this.entries.map(({ message }) => this.expected.reduce(withBoth, message)),
      hasMore: (this.loadedRanges[0]?.from ?? 0) > 0,
      gaps,
    };
  }
}

const lowest = (messages: readonly MessageView[], other: number) => Math.min(other, ...messages.map(({ seq }) => seq));
const highest = (messages: readonly MessageView[], other: number) => Math.max(other, ...messages.map(({ seq }) => seq));

function withBoth(message: MessageView, change: MessageChange): MessageView {
  return message.id === change.payload.messageId ? withChange(message, change) : withQuoteChange(message, change);
}

function after(entry: Entry, change: LoggedChange): Entry {
  if (change.seq <= entry.asOf) return entry;
  const message = withBoth(entry.message, change);
  return message === entry.message ? entry : { message, asOf: change.seq };
}

/** A message, or a position in the log. */
export type MessageAnchor = { readonly messageId: string } | { readonly seq: number };

/** The message itself, or the first one at or after a seq; undefined if that is not loaded. */
export function findAnchor(
  { messages, gaps, hasMore }: ConversationView,
  messageAnchor: MessageAnchor,
): MessageView | undefined {
  if ('messageId' in messageAnchor) return messages.find(({ id }) => id === messageAnchor.messageId);
  return isInGap({ messages, gaps, hasMore }, messageAnchor.seq)
    ? undefined
    : messages.find(({ seq }) => seq >= messageAnchor.seq);
}

/** The seq is not loaded. */
export function isInGap({ messages, gaps, hasMore }: ConversationView, seq: number): boolean {
  const isInGap = gaps.some(({ afterSeq, beforeSeq }) => afterSeq < seq && seq < beforeSeq);
  return isInGap || (hasMore && seq < (messages[0]?.seq ?? 0));
}

/** Every seq from `from` to `to`, both included. */
interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Adds a range to sorted disjoint ranges and merges adjacent ones. */
function withRange(ranges: readonly SeqRange[], added: SeqRange): SeqRange[] {
  if (added.from > added.to) return [...ranges];
  const touching = ranges.filter(({ from, to }) => from <= added.to + 1 && to >= added.from - 1);
  const one = {
    from: Math.min(added.from, ...touching.map(({ from }) => from)),
    to: Math.max(added.to, ...touching.map(({ to }) => to)),
  };
  const before = ranges.filter(({ to }) => to < added.from - 1);
  const after = ranges.filter(({ from }) => from > added.to + 1);
  return [...before, one, ...after];
}

/** Removes a range from sorted disjoint ranges. */
function withoutRange(ranges: readonly SeqRange[], removed: SeqRange): SeqRange[] {
  if (removed.from > removed.to) return [...ranges];
  return ranges.flatMap(({ from, to }) => {
    const before = { from, to: Math.min(to, removed.from - 1) };
    const after = { from: Math.max(from, removed.to + 1), to };
    if (to < removed.from || from > removed.to) return [{ from, to }];
    return [before, after].filter((part) => part.from <= part.to);
  });
}
