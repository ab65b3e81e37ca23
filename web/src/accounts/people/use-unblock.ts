import type { PersonView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useRefusals } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useBlocks } from './blocks.store.js';

/** Lets somebody go whom I had blocked, and says so; what is refused is said, too. */
export function useUnblock(): (person: PersonView) => Promise<void> {
  const { t } = useI18n();
  const { say } = useRefusals();
  const blocks = useBlocks();
  return async (person) => {
    try {
      await blocks.set(person.id, false);
      toast({ text: t('people.unblocked', { name: person.name }), kind: 'good' });
    } catch (error) {
      toast({ text: say(error), kind: 'bad' });
    }
  };
}
