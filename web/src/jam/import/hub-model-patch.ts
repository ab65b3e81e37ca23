import { LIMITS, type LoraRef, type LoraView, type ModelView, type Settings } from '@visionary/contract';
import type { HubModelImport } from './hub-model-import.js';
import { appendTriggerWord, missingTriggerWords } from '../settings/loras/trigger-words.js';
import { clampSide, defaultSettingsFor } from '../document/shared-settings.js';
import type { DocumentPatch } from '../document/use-document-values.js';

interface Room {
  readonly present: Settings;
  readonly prompt: string;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** The values for a room's document, or why there are none. `on`: the model that a LoRA is applied to. */
export type HubModelPatch =
  | { readonly over: DocumentPatch; readonly on: ModelView }
  | { readonly trouble: 'unavailable' | 'noModel' | 'tooManyLoras' };

/** Sets the model, or the LoRA with its weight on a compatible model, its settings, and missing trigger words. */
export function hubModelPatch({ version }: HubModelImport, room: Room): HubModelPatch {
  const model = room.models.find(({ id, quarantined }) => id === version.versionRef && !quarantined);
  if (model) return { over: overFor(version, model, room, []), on: model };
  const lora = room.loras.find(({ id }) => id === version.versionRef);
  if (!lora) return { trouble: 'unavailable' };
  const on = modelUnder(lora, room);
  if (!on) return { trouble: 'noModel' };
  const use = { id: lora.id, weight: version.recommended.weight ?? lora.weight };
  const over = overFor(version, on, room, [use]);
  if ((over.settings?.loras?.length ?? 0) > LIMITS.loras) return { trouble: 'tooManyLoras' };
  return { over, on };
}

/** The chosen model if compatible, else the first compatible one. */
function modelUnder({ compatibleModels }: LoraView, { models, present }: Room): ModelView | undefined {
  const fitting = models.filter(({ id, quarantined }) => compatibleModels.includes(id) && !quarantined);
  return fitting.find(({ id }) => id === present.model) ?? fitting[0];
}

function overFor(
  version: HubModelImport['version'],
  model: ModelView,
  room: Room,
  more: readonly LoraRef[],
): DocumentPatch {
  const { present, prompt } = room;
  const fits = ({ id }: LoraRef) =>
    room.loras.find((lora) => lora.id === id)?.compatibleModels.includes(model.id) ?? false;
  const resolved = (present.loras ?? []).filter((use) => fits(use) && more.every(({ id }) => id !== use.id));
  const loras = [...resolved, ...more];
  return {
    prompt: missingTriggerWords(version.triggerWords, prompt).reduce(appendTriggerWord, prompt),
    settings: {
      ...(model.id === present.model ? {} : defaultSettingsFor(model)),
      ...recommendedPatch(version, model),
      loras: loras.length > 0 ? loras : undefined,
    },
  };
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
