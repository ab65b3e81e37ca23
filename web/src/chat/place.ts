import type { MessageView } from '@visionary/contract';
import type { ConversationView } from './conversation.js';

/** A message, or a place in the log. */
export type Place = { readonly messageId: string } | { readonly seq: number };

/** The message itself, or the first at or behind a seq; undefined while that is not loaded. */
export function findPlace({ messages, gaps, more }: ConversationView, place: Place): MessageView | undefined {
  if ('messageId' in place) return messages.find(({ id }) => id === place.messageId);
  return isMissing({ messages, gaps, more }, place.seq) ? undefined : messages.find(({ seq }) => seq >= place.seq);
}

/** What stands at this seq of the log is not loaded. */
export function isMissing({ messages, gaps, more }: ConversationView, seq: number): boolean {
  const isInGap = gaps.some(({ afterSeq, beforeSeq }) => afterSeq < seq && seq < beforeSeq);
  return isInGap || (more && seq < (messages[0]?.seq ?? 0));
}
