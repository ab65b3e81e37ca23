import type { UserView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { latestUser, cachedUser } from './user-cache.js';

/** Users under the name and image they have now, wherever the view came from and however old it is. */
export function useUsers() {
  const { t } = useI18n();
  const displayName = (user: UserView): string => latestUser(user).name || t('app.somebodyLeft');
  return {
    /** Their view as it is now: for seals. */
    asNow: latestUser,
    /** What to call them; "somebody who left" once their account is gone. */
    displayName,
    /** By id alone, as mentions have it; `known` is asked where this page has heard nothing of them. */
    nameOf(userId: string, known: readonly UserView[] = []): string | undefined {
      const user = cachedUser(userId) ?? known.find(({ id }) => id === userId);
      return user && displayName(user);
    },
  };
}
