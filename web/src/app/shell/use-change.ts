import type { ChangeMe } from '@visionary/contract';
import { useRefusals } from '../../shared/i18n/index.js';
import { useSession } from '../../shared/session/index.js';
import { toast } from '../../shared/ui/index.js';

/** Changes language or theme here and in the account, and says so when the account could not keep it. */
export function useChange(): (to: ChangeMe) => Promise<void> {
  const session = useSession();
  const { say } = useRefusals();
  return async (to) => {
    try {
      await session.change(to);
    } catch (error) {
      toast({ text: say(error), kind: 'bad' });
    }
  };
}
