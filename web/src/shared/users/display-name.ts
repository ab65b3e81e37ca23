import type { UserView } from '@visionary/contract';
import { latestUser, cachedUser } from './user-cache.js';
import { t } from '../i18n/index.js';

/** The current name of a user, however old the view is; a placeholder for deleted users. */
export const displayName = (user: UserView): string => latestUser(user).name || t('app.deletedUser');

/** The current name by id, as in mentions. Falls back to `known` if the user is not cached. */
export function nameOf(userId: string, known: readonly UserView[] = []): string | undefined {
  const user = cachedUser(userId) ?? known.find(({ id }) => id === userId);
  return user && displayName(user);
}
