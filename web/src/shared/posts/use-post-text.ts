import type { UserView, PostView } from '@visionary/contract';
import { useUsers } from '../users/index.js';
import { t } from '../i18n/index.js';

/** Length of the prompt in an alt text. */
const ALT_LENGTH = 160;

/** Title, byline, and alt text of a post. */
export function usePostText() {
  const { displayName } = useUsers();
  const titleOf = ({ title, prompt }: Pick<PostView, 'title' | 'prompt'>): string =>
    title || prompt.trim() || t('app.untitled');
  /** The author first, then the other participants, without duplicates. */
  const usersOf = ({ author, participants: users }: PostView): UserView[] => [
    author,
    ...users.map(({ user }) => user).filter(({ id }) => id !== author.id),
  ];

  return {
    titleOf,
    usersOf,
    /** "Mei", "Mei, 阿澈", "Noor and 2 more". */
    byline(post: PostView): string {
      const [first, second, ...others] = usersOf(post);
      if (!first) return '';
      if (!second) return displayName(first);
      if (others.length > 0) return t('feed.andMore', { name: displayName(first), count: others.length + 1 });
      return t('feed.both', { first: displayName(first), second: displayName(second) });
    },
    /** The prompt is the best available description of the image. */
    altOf: (post: PostView): string => {
      const text = (post.prompt || post.title).trim();
      return text ? t('feed.alt', { text: text.slice(0, ALT_LENGTH) }) : t('feed.altUntitled');
    },
  };
}
