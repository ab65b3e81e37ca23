import { useI18n } from 'vue-i18n';
import type { Take } from '../../../generation/index.js';
import { completeSettings, useJamStore } from '../../../jam/index.js';
import { toast } from '../../../shared/ui/index.js';

export type TakePart = 'all' | 'prompt' | 'settings';

/** Applies a take to the shared document as one undo step, with a toast. */
export function useApplyTake() {
  const { t } = useI18n();
  const jam = useJamStore();
  return ({ id, number, prompt, negative, settings }: Take, what: TakePart): void => {
    jam.applyPatch({
      ...(what === 'settings' ? {} : { prompt, negative }),
      ...(what === 'prompt' ? {} : { settings: completeSettings(settings) }),
      origin: what === 'settings' ? null : { takeId: id },
    });
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('generation.used', { number }), kind: 'good', action: undo });
  };
}
