import type { RoomCard } from '@visionary/contract';
import { usePlainText } from '../../shared/markdown/use-plain-text.js';
import { t } from '../../shared/i18n/index.js';

/** The last message of a room in one line. */
export function useLastMessage() {
  const { plain } = usePlainText();
  const label = (text: string) => plain(text) || t('lobby.lastMessageImage');
  return {
    value({ lastMessage }: RoomCard): string {
      if (!lastMessage) return t('lobby.noMessages');
      return t('lobby.authorAndText', {
        name: lastMessage.author || t('app.deletedUser'),
        text: label(lastMessage.text),
      });
    },
    /** In a direct room only my own message names its author. */
    lastMessageText({ lastMessage }: RoomCard, myName: string): string {
      if (!lastMessage) return t('lobby.noMessages');
      const text = label(lastMessage.text);
      return lastMessage.author === myName ? t('lobby.authorAndText', { name: t('lobby.me'), text }) : text;
    },
  };
}
