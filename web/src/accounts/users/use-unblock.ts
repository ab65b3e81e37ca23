import type { UserView } from '@visionary/contract';
import { toast } from '../../shared/ui/index.js';
import { orToast } from '../../shared/use-action.js';
import { useBlocksStore } from './blocks-store.js';
import { t } from '../../shared/i18n/index.js';

/** Unblocks a user and shows the result as a toast. */
export function useUnblock(): (user: UserView) => Promise<void> {
  const blocks = useBlocksStore();
  return ({ id, name }) =>
    orToast(async () => {
      await blocks.set(id, false);
      toast({ text: t('users.unblocked', { name }), kind: 'good' });
    });
}
