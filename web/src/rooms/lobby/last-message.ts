import type { RoomCard } from '@visionary/contract';
import { asPlainText } from '../../shared/markdown/message-text.js';
import { t } from '../../shared/i18n/index.js';

const label = (text: string) => asPlainText(text) || t('lobby.lastMessageImage');

/** The last message of a room in one line. */
export function lastMessageWithAuthor({ lastMessage }: RoomCard): string {
  if (!lastMessage) return t('lobby.noMessages');
  return t('lobby.authorAndText', {
    name: lastMessage.author || t('app.deletedUser'),
    text: label(lastMessage.text),
  });
}

/** In a direct room only my own message names its author. */
export function lastMessageText({ lastMessage }: RoomCard, myName: string): string {
  if (!lastMessage) return t('lobby.noMessages');
  const text = label(lastMessage.text);
  return lastMessage.author === myName ? t('lobby.authorAndText', { name: t('lobby.me'), text }) : text;
}
