import { useI18n } from 'vue-i18n';
import { useModels } from '../../generation/models-store.js';
import { useJam } from '../../jam/jam-store.js';
import { toast } from '../../shared/ui/index.js';
import { takenFromHub, type FromHub } from './taken-hub.js';

/** What was just published may not be known to every part of the server yet, and a LoRA is compared with models first. */
const PATIENCE = 8;
const PAUSE_MS = 1_500;

/** Puts a version of the hub into the room that is open: one step of undo, told in a line. */
export function useTryOut() {
  const { t } = useI18n();
  const [jam, models] = [useJam(), useModels()];
  const isKnown = (useId: string): boolean =>
    models.list.some(({ id }) => id === useId) || models.loras.some(({ id, fits }) => id === useId && fits.length > 0);

  async function untilKnown(useId: string): Promise<void> {
    await models.refresh();
    for (let tries = 1; tries < PATIENCE && !isKnown(useId); tries++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      await models.refresh();
    }
  }
  return async function tryOut(from: FromHub): Promise<void> {
    const { roomId } = jam;
    await untilKnown(from.version.useId);
    // Somebody who has gone on meanwhile takes it nowhere.
    if (jam.roomId !== roomId || !jam.shared) return;
    const room = { present: jam.settings, prompt: jam.prompt, models: models.list, loras: models.loras };
    const taken = takenFromHub(from, room);
    if ('trouble' in taken) return toast({ text: t(`hub.try.${taken.trouble}`), kind: 'bad' });
    jam.takeOver(taken.over);
    const said = { name: from.model.name, version: from.version.label, model: taken.on.title };
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({
      text: t(from.model.kind === 'lora' ? 'hub.try.onModel' : 'hub.try.brought', said),
      kind: 'good',
      action: undo,
    });
  };
}
