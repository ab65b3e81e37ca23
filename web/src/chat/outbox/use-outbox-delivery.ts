import { errorText, t, type TextKey } from '../../shared/i18n/index.js';
import { Rejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { useChatStore } from '../messages/chat-store.js';
import { isOutboxChange, type OutboxChange, type OutboxItem } from './outbox.js';
import { useOutboxStore } from './outbox-store.js';

const REJECTED = {
  'chat.reacted': 'message.rejected.reacted',
  'chat.edited': 'message.rejected.edited',
  'chat.deleted': 'message.rejected.deleted',
  'chat.pinned': 'message.rejected.pinned',
} as const satisfies Record<OutboxChange['change']['type'], TextKey>;

/** Sends pending items on every page and shows rejections. Call once, in App. */
export function useOutboxDelivery(): void {
  const chat = useChatStore();

  /** A rejected message shows its error in place. */
  function isSeen(outboxItem: OutboxItem): boolean {
    if (chat.roomId !== outboxItem.roomId) return false;
    if (!isOutboxChange(outboxItem)) return true;
    const { type, payload } = outboxItem.change;
    return type === 'chat.edited' && chat.conversation.messages.some(({ id }) => id === payload.messageId);
  }
  function onRejected(outboxItem: OutboxItem): void {
    if (!outboxItem.rejection || isSeen(outboxItem)) return;
    const first = isOutboxChange(outboxItem) ? t(REJECTED[outboxItem.change.type]) : t('chat.notSent');
    const second = errorText(new Rejection(outboxItem.rejection.code, outboxItem.rejection.detail));
    toast({ text: t('app.twoSentences', { first, second }), kind: 'bad' });
  }
  useOutboxStore().onRejected(onRejected);
}
