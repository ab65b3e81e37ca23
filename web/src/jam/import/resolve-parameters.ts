import { LIMITS, Settings, type LoraRef, type LoraView, type ModelView } from '@visionary/contract';
import type { ParsedSettings } from '@visionary/infotext';
import { clampSide, completeSettings } from '../document/shared-settings.js';
import type { DocumentPatch } from '../document/use-document-values.js';

/** A parameter of an image that is unavailable here, and why. */
export interface SkippedParameter {
  readonly reason:
    | 'model'
    | 'sampler'
    | 'lora'
    | 'loraIncompatible'
    | 'tooManyLoras'
    | 'limited'
    | 'startImage'
    | 'steered'
    | 'stopped'
    | 'promptCut'
    | 'unknown';
  /** The name of the field, or of the file. */
  readonly name: string;
  readonly value: string;
}

export interface ResolvedParameters {
  readonly prompt: { readonly prompt: string; readonly negative: string };
  /** Changes of the current settings, for the document. */
  readonly settings: Settings;
  readonly skipped: readonly SkippedParameter[];
}

/** Parameters of an image, and those only our own metadata has. */
export interface ImportedParameters extends ParsedSettings {
  readonly beyond?: readonly SkippedParameter[];
}

export interface ImportContext {
  readonly present: Settings;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** Resolves the parameters of an image against the room's settings. Absent ones stay. */
export function resolveParameters(
  importedParameters: ImportedParameters,
  importContext: ImportContext,
): ResolvedParameters {
  const skipped: SkippedParameter[] = [...(importedParameters.beyond ?? [])];
  const miss = (reason: SkippedParameter['reason'], name: string, value: string | number) =>
    void skipped.push({ reason, name, value: String(value) });
  const model = modelFor(importedParameters, importContext, miss);
  const loras = lorasFor(importedParameters, model?.id ?? importContext.present.model, importContext, miss);
  if (importedParameters.strength !== undefined && !importedParameters.beyond) {
    miss('startImage', 'Denoising strength', importedParameters.strength);
  }
  for (const { key, value } of importedParameters.unsupported) {
    miss(key === 'Sampler' ? 'sampler' : 'unknown', key, value);
  }
  const { eta: _eta, loras: _loras, init: _init, ...present } = importContext.present;
  const settings: Settings = {
    ...present,
    ...(model ? { model: model.id } : {}),
    ...plainFor(importedParameters, model, miss),
    ...(loras.length > 0 ? { loras } : {}),
    batch: 1,
  };
  const cut = (text: string, name: string) => {
    if (text.length > LIMITS.promptLength) miss('promptCut', name, text.length);
    return text.slice(0, LIMITS.promptLength).replace(/[\uD800-\uDBFF]$/u, '');
  };
  const prompt = {
    prompt: cut(importedParameters.prompt, 'Prompt'),
    negative: cut(importedParameters.negative, 'Negative prompt'),
  };
  return { prompt, settings, skipped };
}

/** One change of the document. Removes its origin unless there is a new one. */
export const toDocumentPatch = (
  { prompt, settings }: ResolvedParameters,
  origin: DocumentPatch['origin'] = null,
): DocumentPatch => ({
  ...prompt,
  ...{ settings: completeSettings(settings), origin },
});

type Miss = (reason: SkippedParameter['reason'], name: string, value: string | number) => void;

const sameIgnoringCase = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** The named model, or the current one if none is named or it is unavailable. */
function modelFor(
  { model }: ImportedParameters,
  { models, present }: ImportContext,
  miss: Miss,
): ModelView | undefined {
  const current = models.find(({ id }) => id === present.model);
  const name = model?.name;
  if (name === undefined) {
    if (model?.hash !== undefined) miss('model', 'Model hash', model.hash);
    return current;
  }
  const same = models.find(({ id, title }) => sameIgnoringCase(id, name) || sameIgnoringCase(title, name));
  if (!same) miss('model', 'Model', name);
  return same ?? current;
}

function lorasFor(
  importedParameters: ImportedParameters,
  model: string,
  { loras }: ImportContext,
  miss: Miss,
): LoraRef[] {
  const { min, max } = LIMITS.loraWeight;
  const uses = importedParameters.loras.flatMap(({ name, weight }): LoraRef[] => {
    const lora = loras.find(({ id, title }) => sameIgnoringCase(id, name) || sameIgnoringCase(title, name));
    if (!lora || !lora.compatibleModels.includes(model)) {
      miss(lora ? 'loraIncompatible' : 'lora', 'LoRA', name);
      return [];
    }
    return [{ id: lora.id, weight: Math.min(max, Math.max(min, weight)) }];
  });
  for (const { id } of uses.slice(LIMITS.loras)) miss('tooManyLoras', 'LoRA', id);
  return uses.slice(0, LIMITS.loras);
}

/** Numbers within the limits of this server, and the sampler. */
function plainFor(importedParameters: ImportedParameters, model: ModelView | undefined, miss: Miss): Partial<Settings> {
  const plain: Partial<Settings> = {};
  const limited = (name: string, value: number, limits: { min: number; max: number }) => {
    const resolved = Math.min(limits.max, Math.max(limits.min, value));
    if (resolved !== value) miss('limited', name, `${value} → ${resolved}`);
    return resolved;
  };
  const side = (name: string, value: number) => {
    const resolved = clampSide(value, model);
    if (resolved !== value) miss('limited', name, `${value} → ${resolved}`);
    return resolved;
  };
  if (importedParameters.steps !== undefined) plain.steps = limited('Steps', importedParameters.steps, LIMITS.steps);
  if (importedParameters.guidance !== undefined) {
    plain.guidance = limited('CFG scale', importedParameters.guidance, LIMITS.guidance);
  }
  if (importedParameters.seed !== undefined) plain.seed = importedParameters.seed;
  if (importedParameters.width !== undefined) plain.width = side('Width', importedParameters.width);
  if (importedParameters.height !== undefined) plain.height = side('Height', importedParameters.height);
  if (importedParameters.eta !== undefined && importedParameters.eta > 0) plain.eta = importedParameters.eta;
  const scheduler = Settings.shape.scheduler.safeParse(importedParameters.scheduler);
  if (scheduler.success && (!model || model.schedulers.includes(scheduler.data))) plain.scheduler = scheduler.data;
  else if (importedParameters.scheduler !== undefined) miss('sampler', 'Sampler', importedParameters.scheduler);
  return plain;
}
