import type { UpdateProfile } from '@visionary/contract';
import { useSessionStore } from '../../shared/session/index.js';
import { orToast } from '../../shared/use-action.js';

/** Changes language or theme, and shows a toast if the account could not save it. */
export function usePreferences(): (to: UpdateProfile) => Promise<void> {
  const session = useSessionStore();
  return (to) => orToast(() => session.change(to));
}
