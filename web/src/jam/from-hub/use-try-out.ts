import type { ModelChoice } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useModels } from '../../generation/models-store.js';
import { useJam } from '../jam-store.js';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { toast } from '../../shared/ui/index.js';
import { isOnShelf, shelfWith, type SeekOne, type Shelf } from './shelf.js';
import type { FromHub } from '../../shared/from-hub.js';
import { takenFromHub } from './taken-hub.js';

/** What was just published may not be known to every part of the server yet, and a LoRA is compared with models first. */
const PATIENCE = 8;
const PAUSE_MS = 1_500;

async function choices(kind: 'model' | 'lora', search: string): Promise<readonly ModelChoice[]> {
  try {
    return (await call('modelChoices', { query: { kind, search } })).choices;
  } catch (error) {
    // Then it is not to be had now, which is what is said.
    asRefused(error);
    return [];
  }
}
const seek: SeekOne = {
  model: async (useId) => (await choices('model', useId)).find(({ model }) => model?.id === useId)?.model,
  lora: async (useId) => (await choices('lora', useId)).find(({ lora }) => lora?.id === useId)?.lora,
};

/** Puts a version of the hub into the room that is open: one step of undo, told in a line. */
export function useTryOut() {
  const { t } = useI18n();
  const [jam, models] = [useJam(), useModels()];

  async function shelfFor({ model: { kind }, version: { useId } }: FromHub): Promise<Shelf> {
    for (let tries = 1; ; tries++) {
      await models.refresh();
      const listed: Shelf = { models: models.list, loras: models.loras };
      const shelf = kind === 'weights' ? listed : await shelfWith(kind, useId, listed, seek);
      if (isOnShelf(shelf, useId) || tries >= PATIENCE) return shelf;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return async function tryOut(from: FromHub): Promise<void> {
    const { roomId } = jam;
    const shelf = await shelfFor(from);
    // Somebody who has gone on meanwhile takes it nowhere.
    if (jam.roomId !== roomId || !jam.shared) return;
    const taken = takenFromHub(from, { present: jam.settings, prompt: jam.prompt, ...shelf });
    if ('trouble' in taken) return toast({ text: t(`hub.try.${taken.trouble}`), kind: 'bad' });
    jam.takeOver(taken.over);
    const { name } = from.model;
    const { label } = from.version;
    const said = { name: label ? t('hub.try.versionOf', { name, label }) : name, model: taken.on.title };
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    const text = t(from.model.kind === 'lora' ? 'hub.try.onModel' : 'hub.try.brought', said);
    toast({ text, kind: 'good', action: undo });
  };
}
