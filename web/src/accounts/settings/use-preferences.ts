import type { UpdateProfile } from '@visionary/contract';
import { useErrorText } from '../../shared/i18n/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { toast } from '../../shared/ui/index.js';

/** Changes language or theme, and shows a toast if the account could not save it. */
export function usePreferences(): (to: UpdateProfile) => Promise<void> {
  const session = useSessionStore();
  const { errorText } = useErrorText();
  return async (to) => {
    try {
      await session.change(to);
    } catch (error) {
      toast({ text: errorText(error), kind: 'bad' });
    }
  };
}
