import { useI18n } from 'vue-i18n';
import { useRefusals } from '../../shared/i18n/index.js';
import { Refused } from '../../shared/refused.js';
import { toast } from '../../shared/ui/index.js';
import { useChat } from '../chat-store.js';
import { isKeptChange, type Kept } from './outbox.js';
import { useOutbox } from './outbox.store.js';

/** Sends what waits, whatever page is open, and says what the server will not have. Call once, where the page is put together. */
export function useWordsOnTheirWay(): void {
  const { t } = useI18n();
  const { say } = useRefusals();
  const chat = useChat();

  /** Words say themselves that they were refused, where they stand. */
  function isSeen(kept: Kept): boolean {
    if (chat.roomId !== kept.roomId) return false;
    if (!isKeptChange(kept)) return true;
    const { type, payload } = kept.change;
    return type === 'chat.edited' && chat.conversation.messages.some(({ id }) => id === payload.messageId);
  }
  function refused(kept: Kept): void {
    if (!kept.refusal || isSeen(kept)) return;
    const first = isKeptChange(kept) ? t(`message.refused.${kept.change.type.slice(5)}`) : t('chat.notSent');
    const second = say(new Refused(kept.refusal.code, kept.refusal.detail));
    toast({ text: t('app.both', { first, second }), kind: 'bad' });
  }
  useOutbox().onRefused(refused);
}
