import { useI18n } from 'vue-i18n';
import type { Take } from '../generation/takes.js';
import { useJam } from '../jam/jam-store.js';
import { wholeSettings } from '../jam/shared-settings.js';
import { toast } from '../shared/ui/index.js';

export type TakenOver = 'all' | 'prompt' | 'settings';

/** Puts what a take was made from into the shared document: one step of undo, and it says so. */
export function useTakeOver() {
  const { t } = useI18n();
  const jam = useJam();
  return ({ id, number, prompt, negative, settings }: Take, what: TakenOver): void => {
    jam.takeOver({
      ...(what === 'settings' ? {} : { prompt, negative }),
      ...(what === 'prompt' ? {} : { settings: wholeSettings(settings) }),
      origin: what === 'settings' ? null : { takeId: id },
    });
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('generation.used', { number }), kind: 'good', action: undo });
  };
}
