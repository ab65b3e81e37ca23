import { LIMITS, Settings, type LoraUse, type LoraView, type ModelView } from '@visionary/contract';
import type { FoundSettings } from '@visionary/infotext';
import { legalSide, wholeSettings } from '../shared-settings.js';
import type { TakeOver } from '../written.js';

/** Something a picture tells of that cannot be had here, and why. */
export interface NotTaken {
  readonly why:
    | 'model'
    | 'sampler'
    | 'lora'
    | 'loraMisfit'
    | 'tooManyLoras'
    | 'limited'
    | 'startPicture'
    | 'steered'
    | 'stopped'
    | 'promptCut'
    | 'unknown';
  /** The field's name of it, or that of the file. */
  readonly name: string;
  readonly value: string;
}

export interface Restored {
  readonly words: { readonly prompt: string; readonly negative: string };
  /** Over the present ones: what goes into the document. */
  readonly settings: Settings;
  readonly notTaken: readonly NotTaken[];
}

/** What a picture says of itself, and what a record of ours says beyond that. */
export interface Found extends FoundSettings {
  readonly beyond?: readonly NotTaken[];
}

export interface Here {
  readonly present: Settings;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** The room's settings as they would be with what a picture says of itself; what it does not say stays. */
export function restore(found: Found, here: Here): Restored {
  const notTaken: NotTaken[] = [...(found.beyond ?? [])];
  const miss = (why: NotTaken['why'], name: string, value: string | number) =>
    void notTaken.push({ why, name, value: String(value) });
  const model = modelFor(found, here, miss);
  const loras = lorasFor(found, model?.id ?? here.present.model, here, miss);
  if (found.strength !== undefined && !found.beyond) miss('startPicture', 'Denoising strength', found.strength);
  for (const { key, value } of found.notTaken) miss(key === 'Sampler' ? 'sampler' : 'unknown', key, value);
  const { eta: _eta, loras: _loras, init: _init, ...present } = here.present;
  const settings: Settings = {
    ...present,
    ...(model ? { model: model.id } : {}),
    ...plainFor(found, model, miss),
    ...(loras.length > 0 ? { loras } : {}),
    batch: 1,
  };
  const cut = (text: string, name: string) => {
    if (text.length > LIMITS.promptLength) miss('promptCut', name, text.length);
    return text.slice(0, LIMITS.promptLength).replace(/[\uD800-\uDBFF]$/u, '');
  };
  const words = { prompt: cut(found.prompt, 'Prompt'), negative: cut(found.negative, 'Negative prompt') };
  return { words, settings, notTaken };
}

/** As one change of the document; where it came from counts no more, unless it is told anew. */
export const asTakeOver = ({ words, settings }: Restored, origin: TakeOver['origin'] = null): TakeOver => ({
  ...words,
  ...{ settings: wholeSettings(settings), origin },
});

type Miss = (why: NotTaken['why'], name: string, value: string | number) => void;

const alike = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** The model it names; the present one where it names none that is here. */
function modelFor({ model }: Found, { models, present }: Here, miss: Miss): ModelView | undefined {
  const current = models.find(({ id }) => id === present.model);
  const name = model?.name;
  if (name === undefined) {
    if (model?.hash !== undefined) miss('model', 'Model hash', model.hash);
    return current;
  }
  const same = models.find(({ id, title }) => alike(id, name) || alike(title, name));
  if (!same) miss('model', 'Model', name);
  return same ?? current;
}

function lorasFor(found: Found, model: string, { loras }: Here, miss: Miss): LoraUse[] {
  const { min, max } = LIMITS.loraWeight;
  const uses = found.loras.flatMap(({ name, weight }): LoraUse[] => {
    const lora = loras.find(({ id, title }) => alike(id, name) || alike(title, name));
    if (!lora || !lora.fits.includes(model)) {
      miss(lora ? 'loraMisfit' : 'lora', 'LoRA', name);
      return [];
    }
    return [{ id: lora.id, weight: Math.min(max, Math.max(min, weight)) }];
  });
  for (const { id } of uses.slice(LIMITS.loras)) miss('tooManyLoras', 'LoRA', id);
  return uses.slice(0, LIMITS.loras);
}

/** Numbers within what this server takes, and the sampler. */
function plainFor(found: Found, model: ModelView | undefined, miss: Miss): Partial<Settings> {
  const plain: Partial<Settings> = {};
  const limited = (name: string, value: number, limits: { min: number; max: number }) => {
    const kept = Math.min(limits.max, Math.max(limits.min, value));
    if (kept !== value) miss('limited', name, `${value} → ${kept}`);
    return kept;
  };
  const side = (name: string, value: number) => {
    const kept = legalSide(value, model);
    if (kept !== value) miss('limited', name, `${value} → ${kept}`);
    return kept;
  };
  if (found.steps !== undefined) plain.steps = limited('Steps', found.steps, LIMITS.steps);
  if (found.guidance !== undefined) plain.guidance = limited('CFG scale', found.guidance, LIMITS.guidance);
  if (found.seed !== undefined) plain.seed = found.seed;
  if (found.width !== undefined) plain.width = side('Width', found.width);
  if (found.height !== undefined) plain.height = side('Height', found.height);
  if (found.eta !== undefined && found.eta > 0) plain.eta = found.eta;
  const scheduler = Settings.shape.scheduler.safeParse(found.scheduler);
  if (scheduler.success && (!model || model.schedulers.includes(scheduler.data))) plain.scheduler = scheduler.data;
  else if (found.scheduler !== undefined) miss('sampler', 'Sampler', found.scheduler);
  return plain;
}
