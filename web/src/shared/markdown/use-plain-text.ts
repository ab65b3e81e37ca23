import { MENTION, type UserView } from '@visionary/contract';
import { useUsers } from '../users/index.js';
import { parseMarkdown } from './parse-markdown.js';
import { plainText } from './plain-text.js';
import { t } from '../i18n/index.js';

/** A mention that was cut off at the end of a text. */
const CUT_CALL = /<@[\w-]{0,36}$/u;

/** A message as plain text, with the names of mentioned users. */
export function usePlainText() {
  const { nameOf } = useUsers();
  const named = (userId: string, users: readonly UserView[]): string =>
    userId === 'room' ? t('app.everyone') : (nameOf(userId, users) ?? t('app.someone'));
  return {
    /** Replaces mentions by names and keeps everything else unchanged. */
    named: (text: string, users: readonly UserView[] = []): string =>
      text.replace(MENTION, (_, userId: string) => `@${named(userId, users)}`),
    /**
     * One line without markup, for quotes, search results, notifications, and screen readers. Drops a mention
     * that was cut off.
     */
    plain: (text: string, users: readonly UserView[] = []): string =>
      plainText(parseMarkdown(text.replace(CUT_CALL, '')), (userId) => named(userId, users)),
  };
}
