import { LIMITS, type LoraUse, type LoraView, type ModelView, type Settings } from '@visionary/contract';
import type { FromHub } from '../../shared/from-hub.js';
import { withWord, wordsMissing } from '../settings/loras/trigger-words.js';
import { legalSide, settingsFor } from '../shared-settings.js';
import type { TakeOver } from '../written.js';

interface Room {
  readonly present: Settings;
  readonly prompt: string;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** What goes into a room's document; or why it cannot. `on`: the model a LoRA is laid over. */
export type TakenHub =
  { readonly over: TakeOver; readonly on: ModelView } | { readonly trouble: 'gone' | 'noModel' | 'fullLoras' };

/** Its model chosen, or its LoRA with its weight on a model that it fits; its settings; its trigger words where they are missing. */
export function takenFromHub({ version }: FromHub, room: Room): TakenHub {
  const model = room.models.find(({ id, quarantined }) => id === version.useId && !quarantined);
  if (model) return { over: overFor(version, model, room, []), on: model };
  const lora = room.loras.find(({ id }) => id === version.useId);
  if (!lora) return { trouble: 'gone' };
  const on = modelUnder(lora, room);
  if (!on) return { trouble: 'noModel' };
  const use = { id: lora.id, weight: version.recommended.weight ?? lora.weight };
  const over = overFor(version, on, room, [use]);
  if ((over.settings?.loras?.length ?? 0) > LIMITS.loras) return { trouble: 'fullLoras' };
  return { over, on };
}

/** The one that is chosen where it fits, else the first that does. */
function modelUnder({ fits }: LoraView, { models, present }: Room): ModelView | undefined {
  const fitting = models.filter(({ id, quarantined }) => fits.includes(id) && !quarantined);
  return fitting.find(({ id }) => id === present.model) ?? fitting[0];
}

function overFor(version: FromHub['version'], model: ModelView, room: Room, more: readonly LoraUse[]): TakeOver {
  const { present, prompt } = room;
  const fits = ({ id }: LoraUse) => room.loras.find((lora) => lora.id === id)?.fits.includes(model.id) ?? false;
  const kept = (present.loras ?? []).filter((use) => fits(use) && more.every(({ id }) => id !== use.id));
  const loras = [...kept, ...more];
  return {
    prompt: wordsMissing(version.triggerWords, prompt).reduce(withWord, prompt),
    settings: {
      ...(model.id === present.model ? {} : settingsFor(model)),
      ...suiting(version, model),
      loras: loras.length > 0 ? loras : undefined,
    },
  };
}

/** What its maker recommends, as far as the model can do it. */
function suiting({ recommended }: FromHub['version'], model: ModelView): Partial<Settings> {
  const { scheduler, steps, guidance, width, height } = recommended;
  return {
    ...(scheduler && model.schedulers.includes(scheduler) ? { scheduler } : {}),
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(width === undefined ? {} : { width: legalSide(width, model) }),
    ...(height === undefined ? {} : { height: legalSide(height, model) }),
  };
}
