import { ADDITION_KINDS, type AdditionKind } from '@visionary/contract';
import { useModelsStore } from '../../generation/index.js';
import { orToast } from '../../shared/use-action.js';
import { useJamStore } from '../document/jam-store.js';
import { useRender } from '../render/use-render.js';
import { toast } from '../../shared/ui/index.js';
import { isAvailable, withModel, type ModelFinder, type AvailableModels } from './available-models.js';
import type { HubModelImport } from './hub-model-import.js';
import { hubModelPatch } from './hub-model-patch.js';
import { MAX_TRIES, modelChoices, RETRY_MS } from './model-choices.js';
import { useApplyAddition } from './use-apply-addition.js';
import { t } from '../../shared/i18n/index.js';

const isAddition = (kind: string): kind is AdditionKind => (ADDITION_KINDS as readonly string[]).includes(kind);
const find: ModelFinder = {
  model: async (versionRef) =>
    (await modelChoices('model', versionRef)).find(({ model }) => model?.id === versionRef)?.model,
  lora: async (versionRef) =>
    (await modelChoices('lora', versionRef)).find(({ lora }) => lora?.id === versionRef)?.lora,
};

/** Applies a hub version to the open room as one undo step, with a toast. */
export function useApplyHubModel() {
  const [jam, models, applyAddition] = [useJamStore(), useModelsStore(), useApplyAddition()];
  const { render } = useRender();

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
  const undoAction = () => ({ label: t('generation.undo'), run: () => void jam.shared?.undo.undo() });
  return async function tryOut(from: HubModelImport): Promise<void> {
    const { kind } = from.model;
    if (isAddition(kind)) return applyAddition(kind, from);
    const { roomId } = jam;
    const available = await availableFor(from);
    // The user left the room meanwhile.
    if (jam.roomId !== roomId || !jam.shared) return;
    const result = hubModelPatch(from, { present: jam.settings, prompt: from.prompt ?? jam.prompt, ...available });
    if ('problem' in result) return toast({ text: t(`hub.try.${result.problem}`), kind: 'bad' });
    const isNothingReplaced = jam.prompt === '' && jam.settings.model === result.model.id;
    jam.applyPatch(result.patch);
    if (from.model.kind === 'model' && isNothingReplaced) {
      // Who picked a prompt wants to see it.
      return jam.prompt === '' ? undefined : orToast(render);
    }
    const { name } = from.model;
    const { label } = from.version;
    const value = { name: label ? t('hub.try.versionOf', { name, label }) : name, model: result.model.title };
    const text = t(from.model.kind === 'lora' ? 'hub.try.loraAdded' : 'hub.try.selected', value);
    toast({ text, kind: 'good', action: undoAction() });
  };
}
