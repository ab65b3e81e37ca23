import type { UserView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { toast } from '../../shared/ui/index.js';
import { useErrorToast } from '../../shared/use-action.js';
import { useBlocksStore } from './blocks-store.js';

/** Unblocks a user and shows the result as a toast. */
export function useUnblock(): (user: UserView) => Promise<void> {
  const { t } = useI18n();
  const orToast = useErrorToast();
  const blocks = useBlocksStore();
  return ({ id, name }) =>
    orToast(async () => {
      await blocks.set(id, false);
      toast({ text: t('users.unblocked', { name }), kind: 'good' });
    });
}
