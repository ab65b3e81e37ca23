import type { UserView, PostView } from '@visionary/contract';
import { displayName } from '../users/index.js';
import { t } from '../i18n/index.js';

/** Length of the prompt in an alt text. */
const ALT_LENGTH = 160;

export const postTitle = ({ title, prompt }: Pick<PostView, 'title' | 'prompt'>): string =>
  title || prompt.trim() || t('app.untitled');

/** The author first, then the other participants, without duplicates. */
export const postUsers = ({ author, participants: users }: PostView): UserView[] => [
  author,
  ...users.map(({ user }) => user).filter(({ id }) => id !== author.id),
];

/** "Mei", "Mei, 阿澈", "Noor and 2 more". */
export function postByline(post: PostView): string {
  const [first, second, ...others] = postUsers(post);
  if (!first) return '';
  if (!second) return displayName(first);
  if (others.length > 0) return t('feed.andMore', { name: displayName(first), count: others.length + 1 });
  return t('feed.both', { first: displayName(first), second: displayName(second) });
}

/** The prompt is the best available description of the image. */
export function postAlt(post: PostView): string {
  const text = (post.prompt || post.title).trim();
  return text ? t('feed.alt', { text: text.slice(0, ALT_LENGTH) }) : t('feed.altUntitled');
}
