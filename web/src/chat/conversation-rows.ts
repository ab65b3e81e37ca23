import type { MessageView, TakeView } from '@visionary/contract';
import type { PendingMessage } from './pending-message.js';

/** One line of the list, in the order the room sees it. `key` is stable while the line lives. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string; readonly count: number }
  | { readonly kind: 'take'; readonly key: string; readonly take: TakeView }
  | { readonly kind: 'message'; readonly key: string; readonly message: MessageView; readonly head: boolean }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage; readonly head: boolean };

export interface RowSources {
  readonly messages: readonly MessageView[];
  readonly takes: readonly TakeView[];
  readonly pending: readonly PendingMessage[];
  /** True when older messages exist: takes before the oldest loaded one then wait for it. */
  readonly more: boolean;
  /** Messages after this seq came while nobody looked; null: none did. */
  readonly newAfterSeq: number | null;
  readonly myId: string | undefined;
}

/** Words of one person within this time stand under one name. */
const groupMs = 5 * 60_000;

/** Day lines, system lines, the line of what is new, and messages grouped under their authors. */
export function conversationRows(from: RowSources): Row[] {
  const rows: Row[] = [];
  let last: { authorId: string; at: number } | null = null;
  let day = '';
  for (const thing of inOrder(from)) {
    const at = 'author' in thing && 'text' in thing ? thing.at : thing.queuedAt;
    const thisDay = new Date(at).toDateString();
    if (thisDay !== day) {
      rows.push({ kind: 'day', key: `day ${thisDay}`, at });
      day = thisDay;
      last = null;
    }
    if (!('text' in thing)) {
      rows.push({ kind: 'take', key: `take ${thing.id}`, take: thing });
      last = null;
      continue;
    }
    if (isFirstNew(thing, from, rows)) {
      rows.push({ kind: 'new', key: 'new', count: countNew(from) });
      last = null;
    }
    const head: boolean = last === null || last.authorId !== thing.author.id || at - last.at > groupMs;
    // The echo and the message it becomes are one line: same key, so nothing jumps and focus stays.
    rows.push({ kind: 'message', key: thing.clientId, message: thing, head });
    last = { authorId: thing.author.id, at };
  }
  for (const pending of from.pending) {
    const head: boolean = last === null || last.authorId !== from.myId || pending.at - last.at > groupMs;
    rows.push({ kind: 'pending', key: pending.clientId, pending, head });
    last = { authorId: from.myId ?? '', at: pending.at };
  }
  return rows;
}

function inOrder({ messages, takes, more }: RowSources): (MessageView | TakeView)[] {
  const oldest = messages[0]?.seq ?? 0;
  const shown = more ? takes.filter(({ seq }) => seq > oldest) : takes;
  return [...messages, ...shown].sort((a, b) => a.seq - b.seq);
}

const isNew = (message: MessageView, { newAfterSeq, myId }: RowSources) =>
  newAfterSeq !== null && message.seq > newAfterSeq && message.author.id !== myId;

const countNew = (from: RowSources) => from.messages.filter((message) => isNew(message, from)).length;

const isFirstNew = (message: MessageView, from: RowSources, rows: readonly Row[]) =>
  isNew(message, from) && !rows.some(({ kind }) => kind === 'new');
