import { MENTION, type UserView } from '@visionary/contract';
import { nameOf } from '../users/index.js';
import { parseMarkdown } from './parse-markdown.js';
import { plainText } from './plain-text.js';
import { t } from '../i18n/index.js';

/** A mention that was cut off at the end of a text. */
const CUT_CALL = /<@[\w-]{0,36}$/u;

const mentionedName = (userId: string, users: readonly UserView[]): string =>
  userId === 'room' ? t('app.everyone') : (nameOf(userId, users) ?? t('app.someone'));

/** Replaces mentions by names and keeps everything else unchanged. */
export const withNames = (text: string, users: readonly UserView[] = []): string =>
  text.replace(MENTION, (_, userId: string) => `@${mentionedName(userId, users)}`);

/**
 * A message as one line without markup and with the names of mentioned users, for quotes, search results,
 * notifications, and screen readers. Drops a mention that was cut off.
 */
export const asPlainText = (text: string, users: readonly UserView[] = []): string =>
  plainText(parseMarkdown(text.replace(CUT_CALL, '')), (userId) => mentionedName(userId, users));
