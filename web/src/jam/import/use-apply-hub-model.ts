import { type AdditionView, LIMITS, type ModelPickerItem, type ModelView } from '@visionary/contract';
import { useModelsStore } from '../../generation/index.js';
import { useJamStore } from '../document/jam-store.js';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { isAvailable, modelsToTry, withModel, type ModelFinder, type AvailableModels } from './available-models.js';
import type { HubModelImport } from './hub-model-import.js';
import { hubModelPatch, settingsFor } from './hub-model-patch.js';
import { t } from '../../shared/i18n/index.js';

/** A new version may not be listed everywhere yet, and a LoRA is compared with models first. */
const MAX_TRIES = 8;
const RETRY_MS = 1_500;
/** Each is one request. */
const MAX_MODELS = 12;

async function choices(
  kind: 'model' | 'lora' | 'embedding' | 'vae',
  search: string,
  model?: string,
): Promise<readonly ModelPickerItem[]> {
  try {
    return (await call('modelPicker', { query: { kind, search, ...(model && { model }) } })).choices;
  } catch (error) {
    // Not found now: shown as unavailable.
    toRejection(error);
    return [];
  }
}
const find: ModelFinder = {
  model: async (versionRef) =>
    (await choices('model', versionRef)).find(({ model }) => model?.id === versionRef)?.model,
  lora: async (versionRef) => (await choices('lora', versionRef)).find(({ lora }) => lora?.id === versionRef)?.lora,
};

/** Applies a hub version to the open room as one undo step, with a toast. */
export function useApplyHubModel() {
  const [jam, models] = [useJamStore(), useModelsStore()];

  async function availableFor({ model: { kind }, version: { versionRef } }: HubModelImport): Promise<AvailableModels> {
    for (let tries = 1; ; tries++) {
      await models.refresh();
      const listed: AvailableModels = { models: models.list, loras: models.loras };
      const isFound = kind === 'model' || kind === 'lora';
      const available = isFound ? await withModel(kind, versionRef, listed, find) : listed;
      if (isAvailable(available, versionRef) || tries >= MAX_TRIES) return available;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  /** A model that the addition fits: that of the room, else the first one found. */
  async function modelFor(kind: 'embedding' | 'vae', addition: AdditionView): Promise<ModelView | undefined> {
    await models.load();
    for (const model of modelsToTry(addition, models.list, jam.settings.model).slice(0, MAX_MODELS)) {
      const found = await choices(kind, addition.id, model.id);
      if (found.some((one) => one.addition?.id === addition.id && one.isCompatible)) return model;
    }
    return undefined;
  }
  /** Adds an embedding, or replaces the VAE, on a model that it fits. If there is none, the reason is shown where it is chosen. */
  async function tryAddition(kind: 'embedding' | 'vae', { model, version }: HubModelImport): Promise<void> {
    const { roomId } = jam;
    const { versionRef: id, label } = version;
    const lookUp = async () => (await choices(kind, id)).find(({ addition }) => addition?.id === id)?.addition;
    let found = await lookUp();
    for (let tries = 1; !found && tries < MAX_TRIES; tries++) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      found = await lookUp();
    }
    const base = found && (await modelFor(kind, found));
    if (jam.roomId !== roomId || !jam.shared) return;
    const others = (jam.settings.embeddings ?? []).filter((use) => use.id !== id);
    if (!found) return toast({ text: t('hub.try.unavailable'), kind: 'bad' });
    if (others.length >= LIMITS.embeddings) return toast({ text: t('hub.try.tooManyEmbeddings'), kind: 'bad' });
    jam.applyPatch({
      settings: {
        ...(base &&
          base.id !== jam.settings.model &&
          settingsFor(base, { present: jam.settings, models: models.list }, true)),
        ...(kind === 'vae' ? { vae: { id } } : { embeddings: [...others, { id }] }),
      },
    });
    const name = t('hub.try.versionOf', { name: model.name, label });
    toast({ text: t('hub.try.selected', { name }), kind: 'good', action: undoAction() });
  }
  const undoAction = () => ({ label: t('generation.undo'), run: () => void jam.shared?.undo.undo() });
  return async function tryOut(from: HubModelImport): Promise<void> {
    const { kind } = from.model;
    if (kind === 'embedding' || kind === 'vae') return tryAddition(kind, from);
    const { roomId } = jam;
    const available = await availableFor(from);
    // The user left the room meanwhile.
    if (jam.roomId !== roomId || !jam.shared) return;
    const result = hubModelPatch(from, { present: jam.settings, prompt: jam.prompt, ...available });
    if ('problem' in result) return toast({ text: t(`hub.try.${result.problem}`), kind: 'bad' });
    jam.applyPatch(result.patch);
    const { name } = from.model;
    const { label } = from.version;
    const value = { name: label ? t('hub.try.versionOf', { name, label }) : name, model: result.model.title };
    const text = t(from.model.kind === 'lora' ? 'hub.try.loraAdded' : 'hub.try.selected', value);
    toast({ text, kind: 'good', action: undoAction() });
  };
}
