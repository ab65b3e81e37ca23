import type { MessageView } from '@visionary/contract';
import type { ConversationView } from './conversation.js';

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
