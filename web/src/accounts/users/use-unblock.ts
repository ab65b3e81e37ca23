import type { UserView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useErrorText } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useBlocksStore } from './blocks-store.js';

/** Unblocks a user and shows the result as a toast. */
export function useUnblock(): (user: UserView) => Promise<void> {
  const { t } = useI18n();
  const { errorText } = useErrorText();
  const blocks = useBlocksStore();
  return async (user) => {
    try {
      await blocks.set(user.id, false);
      toast({ text: t('users.unblocked', { name: user.name }), kind: 'good' });
    } catch (error) {
      toast({ text: errorText(error), kind: 'bad' });
    }
  };
}
