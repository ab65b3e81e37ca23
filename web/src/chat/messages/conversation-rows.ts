import type { LoggedJoin, LoggedPaceChange, MessageView, SteerView, TakeView } from '@visionary/contract';
import { isInGap, type Gap } from './conversation.js';
import type { PendingMessage } from './pending-message.js';
import type { CountsAsUnread } from '../unread/unread-divider.js';

/** One line that stands for several finished takes. */
export interface FoldRow {
  readonly kind: 'fold';
  readonly key: string;
  /** Finished takes in a row, in order. */
  readonly takes: readonly TakeView[];
  readonly isOpen: boolean;
}

/** One line for everybody who joined in a row. */
export interface JoinsRow {
  readonly kind: 'joins';
  readonly key: string;
  readonly joins: readonly LoggedJoin[];
  readonly isOpen: boolean;
}

/** One row of the list in log order. `key` is stable while the row exists. */
export type ConversationRow =
  | { readonly kind: 'top'; readonly key: 'top' }
  | { readonly kind: 'gap'; readonly key: string; readonly gap: Gap }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string; readonly count: number | null }
  | { readonly kind: 'take'; readonly key: string; readonly take: TakeView }
  | FoldRow
  | JoinsRow
  | { readonly kind: 'steer'; readonly key: string; readonly take: TakeView; readonly steer: SteerView }
  | { readonly kind: 'pace'; readonly key: string; readonly change: LoggedPaceChange }
  | { readonly kind: 'message'; readonly key: string; readonly message: MessageView; readonly head: boolean }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage; readonly head: boolean };

export interface ConversationRowsInput {
  readonly messages: readonly MessageView[];
  readonly takes: readonly TakeView[];
  readonly paceChanges?: readonly LoggedPaceChange[];
  readonly joins?: readonly LoggedJoin[];
  readonly pending: readonly PendingMessage[];
  /** True when older messages exist: takes before the oldest loaded one then wait for it. */
  readonly hasMore: boolean;
  /** Gaps between loaded messages, in order. */
  readonly gaps?: readonly Gap[];
  /** Messages after this seq are unread; null if none are. Without the first of them loaded there is no divider. */
  readonly newAfterSeq: number | null;
  /** Messages after this seq were seen as they arrived; null if none were. */
  readonly newUpToSeq?: number;
  readonly myId: string | undefined;
  /** Which messages count as unread. */
  readonly countsAsUnread: CountsAsUnread;
}

/** Messages of one author within this time are grouped. */
const GROUP_MS = 5 * 60_000;

/** Builds day separators, gaps, system rows, the unread divider, and grouped messages. */
export function conversationRows(from: ConversationRowsInput): ConversationRow[] {
  const rows: ConversationRow[] = [];
  const gaps = [...(from.gaps ?? [])];
  let last: { authorId: string; at: number } | null = null;
  let day = '';
  let startsGroup = isFirstNewMissing(from);
  for (const item of itemsInOrder(from)) {
    const at = atOf(item);
    const seq = 'steer' in item ? item.take.seq : item.seq;
    while (gaps[0] && seq >= gaps[0].beforeSeq) {
      rows.push(gapRow(gaps.shift()));
      last = null;
    }
    const thisDay = new Date(at).toDateString();
    if (thisDay !== day) {
      rows.push({ kind: 'day', key: `day ${thisDay}`, at });
      day = thisDay;
      last = null;
    }
    if (!('text' in item)) {
      rows.push(rowOf(item));
      last = null;
      continue;
    }
    if (!startsGroup && isNew(item, from)) {
      startsGroup = true;
      rows.push({ kind: 'new', key: 'new', count: countNew(from) });
      last = null;
    }
    // A reply has its own header, because its quote names another author.
    const head: boolean = last?.authorId !== item.author.id || at - last.at > GROUP_MS || item.replyTo !== undefined;
    // A pending message and its confirmed one share a key, so that nothing jumps and the focus stays.
    rows.push({ kind: 'message', key: item.clientId, message: item, head });
    last = item.deleted ? null : { authorId: item.author.id, at };
  }
  rows.push(...gaps.map(gapRow), ...pendingRows(from, last));
  return rows;
}

const gapRow = (gap: Gap | undefined): ConversationRow => {
  const range = gap ?? { afterSeq: 0, beforeSeq: 0 };
  return { kind: 'gap', key: `gap ${range.beforeSeq}`, gap: range };
};

function pendingRows(
  { pending, myId = '' }: ConversationRowsInput,
  before: { authorId: string; at: number } | null,
): ConversationRow[] {
  let last = before;
  return pending.map((one) => {
    const head = last?.authorId !== myId || one.at - last.at > GROUP_MS || one.replyTo !== undefined;
    last = { authorId: myId, at: one.at };
    return { kind: 'pending', key: one.clientId, pending: one, head };
  });
}

/** A steer has no seq: it is placed by its time, but never before its take. */
interface SteerItem {
  readonly steer: SteerView;
  readonly take: TakeView;
}
type ConversationItem = MessageView | TakeView | SteerItem | LoggedPaceChange | LoggedJoin;

function atOf(item: ConversationItem): number {
  if ('steer' in item) return item.steer.at;
  return 'queuedAt' in item ? item.queuedAt : item.at;
}

function rowOf(item: TakeView | SteerItem | LoggedPaceChange | LoggedJoin): ConversationRow {
  if ('user' in item) return { kind: 'joins', key: `join ${item.seq}`, joins: [item], isOpen: false };
  if ('seconds' in item) return { kind: 'pace', key: `pace ${item.seq}`, change: item };
  if (!('steer' in item)) return { kind: 'take', key: `take ${item.id}`, take: item };
  const { steer, take } = item;
  return { kind: 'steer', key: `steer ${take.id} ${steer.at} ${steer.by.id}`, take, steer };
}

function itemsInOrder({
  messages,
  takes,
  paceChanges = [],
  joins = [],
  hasMore,
  gaps = [],
}: ConversationRowsInput): ConversationItem[] {
  const oldest = messages[0]?.seq ?? 0;
  const inGap = (seq: number) => gaps.some(({ afterSeq, beforeSeq }) => seq > afterSeq && seq < beforeSeq);
  const isVisible = ({ seq }: { readonly seq: number }) => (!hasMore || seq > oldest) && !inGap(seq);
  const visible = takes.filter(isVisible);
  const logged = [...messages, ...visible, ...[...paceChanges, ...joins].filter(isVisible)].sort(
    (a, b) => a.seq - b.seq,
  );
  const steerItems = visible
    .flatMap((take): SteerItem[] => isDuringTake(take).map((steer) => ({ steer, take })))
    .sort((a, b) => a.steer.at - b.steer.at);
  const items: ConversationItem[] = [];
  for (const item of logged) {
    while (steerItems[0] && steerItems[0].steer.at < atOf(item) && steerItems[0].take.seq < item.seq) {
      items.push(...steerItems.splice(0, 1));
    }
    items.push(item);
  }
  return [...items, ...steerItems];
}

/** A repeated take replays the steers of the first, which are not listed again. */
const isDuringTake = ({ steers = [], queuedAt }: TakeView) => steers.filter(({ at }) => at >= queuedAt);

const isNew = (message: MessageView, { newAfterSeq, countsAsUnread }: ConversationRowsInput) =>
  newAfterSeq !== null && message.seq > newAfterSeq && countsAsUnread(message);

const isFirstNewMissing = ({ messages, gaps = [], hasMore, newAfterSeq }: ConversationRowsInput) =>
  newAfterSeq !== null && isInGap({ messages, gaps, hasMore }, newAfterSeq + 1);

/** Null: not all of them are loaded. */
function countNew(from: ConversationRowsInput): number | null {
  if (from.gaps?.some(({ beforeSeq }) => beforeSeq > (from.newAfterSeq ?? 0))) return null;
  const { messages, newUpToSeq = Infinity } = from;
  return messages.filter((message) => message.seq <= newUpToSeq && isNew(message, from)).length;
}
