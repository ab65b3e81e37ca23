import { LIMITS, type LoraRef, type LoraView, type ModelView, type Settings } from '@visionary/contract';
import type { HubModelImport } from './hub-model-import.js';
import { appendTriggerWord, missingTriggerWords } from '../settings/loras/trigger-words.js';
import { modelChange } from '../document/model-change.js';
import { clampSide } from '../document/shared-settings.js';
import type { DocumentPatch } from '../document/use-document-values.js';

interface Room {
  readonly present: Settings;
  readonly prompt: string;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** The values for a room's document, or why there are none. `model`: the model that a LoRA is applied to. */
export type HubModelPatch =
  | { readonly patch: DocumentPatch; readonly model: ModelView }
  | { readonly problem: 'unavailable' | 'noModel' | 'tooManyLoras' };

/** Sets the model, or the LoRA with its weight on a compatible model, its settings, and missing trigger words. */
export function hubModelPatch({ version }: HubModelImport, room: Room): HubModelPatch {
  const chosen = room.models.find(({ id, quarantined }) => id === version.versionRef && !quarantined);
  if (chosen) return { patch: patchFor(version, chosen, room, []), model: chosen };
  const lora = room.loras.find(({ id }) => id === version.versionRef);
  if (!lora) return { problem: 'unavailable' };
  const model = compatibleModelFor(lora, room);
  if (!model) return { problem: 'noModel' };
  const use = { id: lora.id, weight: version.recommended.weight ?? lora.weight };
  const patch = patchFor(version, model, room, [use]);
  if ((patch.settings?.loras?.length ?? 0) > LIMITS.loras) return { problem: 'tooManyLoras' };
  return { patch, model };
}

/** The chosen model if compatible, else the first compatible one. */
function compatibleModelFor({ compatibleModels }: LoraView, { models, present }: Room): ModelView | undefined {
  const compatible = models.filter(({ id, quarantined }) => compatibleModels.includes(id) && !quarantined);
  return compatible.find(({ id }) => id === present.model) ?? compatible[0];
}

function patchFor(
  version: HubModelImport['version'],
  model: ModelView,
  room: Room,
  addedLoras: readonly LoraRef[],
): DocumentPatch {
  const { present, prompt } = room;
  const fits = ({ id }: LoraRef) =>
    room.loras.find((lora) => lora.id === id)?.compatibleModels.includes(model.id) ?? false;
  const keptLoras = (present.loras ?? []).filter((use) => fits(use) && addedLoras.every(({ id }) => id !== use.id));
  const loras = [...keptLoras, ...addedLoras];
  return {
    prompt: missingTriggerWords(version.triggerWords, prompt).reduce(appendTriggerWord, prompt),
    settings: {
      ...(model.id === present.model ? {} : settingsFor(model, room, addedLoras.length > 0)),
      ...recommendedPatch(version, model),
      loras: loras.length > 0 ? loras : undefined,
    },
  };
}

/** All that a chosen model recommends. A LoRA or another addition brings its model along, which keeps what someone chose. */
export function settingsFor(
  model: ModelView,
  { present, models }: Pick<Room, 'present' | 'models'>,
  isBroughtAlong: boolean,
): Partial<Settings> {
  const former = models.find(({ id }) => id === present.model);
  const { values, recommended } = modelChange(present, former, model);
  return isBroughtAlong ? values : { model: model.id, ...recommended };
}

/** The creator's recommended settings, as far as the model supports them. */
function recommendedPatch({ recommended }: HubModelImport['version'], model: ModelView): Partial<Settings> {
  const { scheduler, steps, guidance, width, height } = recommended;
  return {
    ...(scheduler && model.schedulers.includes(scheduler) ? { scheduler } : {}),
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(width === undefined ? {} : { width: clampSide(width, model) }),
    ...(height === undefined ? {} : { height: clampSide(height, model) }),
  };
}
