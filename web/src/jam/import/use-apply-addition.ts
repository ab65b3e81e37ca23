import type { AdditionKind, AdditionView, ModelView } from '@visionary/contract';
import { useModelsStore } from '../../generation/index.js';
import { t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useJamStore } from '../document/jam-store.js';
import { additionPatch } from './addition-patch.js';
import { modelsToTry } from './available-models.js';
import { requestControlImage } from './control-request.js';
import type { HubModelImport } from './hub-model-import.js';
import { MAX_TRIES, modelChoices, RETRY_MS } from './model-choices.js';

/** Each is one request. */
const MAX_MODELS = 12;

async function findAddition(kind: AdditionKind, id: string): Promise<AdditionView | undefined> {
  for (let tries = 1; ; tries++) {
    const found = (await modelChoices(kind, id)).find(({ addition }) => addition?.id === id)?.addition;
    if (found || tries >= MAX_TRIES) return found;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Applies an embedding, VAE, ControlNet, or upscaler to the open room as one undo step, with a toast. */
export function useApplyAddition() {
  const [jam, models] = [useJamStore(), useModelsStore()];

  /** A model that the addition fits: that of the room, else the first one found. */
  async function modelFor(kind: AdditionKind, addition: AdditionView): Promise<ModelView | undefined> {
    await models.load();
    // The second pass of an upscaler starts from an image.
    const usable = models.list.filter(({ supportsImg2img }) => kind !== 'upscaler' || supportsImg2img);
    for (const model of modelsToTry(addition, usable, jam.settings.model).slice(0, MAX_MODELS)) {
      const found = await modelChoices(kind, addition.id, model.id);
      if (found.some((one) => one.addition?.id === addition.id && one.isCompatible)) return model;
    }
    return undefined;
  }

  return async function applyAddition(kind: AdditionKind, { model, version }: HubModelImport): Promise<void> {
    const { roomId } = jam;
    const { versionRef: id, label } = version;
    const found = await findAddition(kind, id);
    const base = found && (await modelFor(kind, found));
    // The user left the room meanwhile.
    if (jam.roomId !== roomId || !roomId || !jam.shared) return;
    if (!found) return toast({ text: t('hub.try.unavailable'), kind: 'bad' });
    if (kind === 'controlnet' && !base) return toast({ text: t('hub.try.noModelForControl'), kind: 'bad' });
    const result = additionPatch(kind, id, { present: jam.settings, models: models.list }, base);
    if ('problem' in result) return toast({ text: t(`hub.try.${result.problem}`), kind: 'bad' });
    if (Object.keys(result.settings).length > 0) jam.applyPatch({ settings: result.settings });
    const name = t('hub.try.versionOf', { name: model.name, label });
    if (kind === 'controlnet') return requestControlImage({ roomId, id, name });
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('hub.try.selected', { name }), kind: 'good', action: undo });
  };
}
