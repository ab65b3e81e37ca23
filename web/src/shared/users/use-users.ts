import type { UserView } from '@visionary/contract';
import { latestUser, cachedUser } from './user-cache.js';
import { t } from '../i18n/index.js';

/** Users with their current name and image, however old the view is. */
export function useUsers() {
  const displayName = (user: UserView): string => latestUser(user).name || t('app.deletedUser');
  return {
    /** The newest view of a user, for avatars. */
    asNow: latestUser,
    /** The display name; a placeholder for deleted users. */
    displayName,
    /** By id, as in mentions. Falls back to `known` if the user is not cached. */
    nameOf(userId: string, known: readonly UserView[] = []): string | undefined {
      const user = cachedUser(userId) ?? known.find(({ id }) => id === userId);
      return user && displayName(user);
    },
  };
}
