import { LIMITS, Settings, type LoraRef, type LoraView, type ModelView } from '@visionary/contract';
import { findUpscaler, type ParsedHires, type ParsedSettings, type ParsedVae } from '@visionary/infotext';
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
    | 'embedding'
    | 'vae'
    | 'limited'
    | 'startImage'
    | 'steered'
    | 'stopped'
    | 'promptCut'
    | 'clipSkip'
    | 'upscaler'
    | 'control'
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

/** An embedding or a VAE of an image. `id`: of the file on this instance. */
export interface ImportedAddition extends ParsedVae {
  readonly id?: string;
}

/** Parameters of an image, and those only our own metadata has. */
export interface ImportedParameters extends Omit<ParsedSettings, 'embeddings' | 'vae' | 'hires'> {
  /** `id`: that of the upscaler on this server. */
  readonly hires?: ParsedHires & { readonly id?: string };
  readonly embeddings?: readonly ImportedAddition[];
  readonly vae?: ImportedAddition;
  readonly skipped?: readonly SkippedParameter[];
}

export interface ImportContext {
  readonly present: Settings;
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}

/** Resolves the parameters of an image against the room's settings. Absent ones stay. */
export function resolveParameters(imported: ImportedParameters, context: ImportContext): ResolvedParameters {
  const skipped: SkippedParameter[] = [...(imported.skipped ?? [])];
  const skip = (reason: SkippedParameter['reason'], name: string, value: string | number) =>
    void skipped.push({ reason, name, value: String(value) });
  const model = modelFor(imported, context, skip);
  const loras = lorasFor(imported, model?.id ?? context.present.model, context, skip);
  if (imported.strength !== undefined && !imported.skipped) {
    skip('startImage', 'Denoising strength', imported.strength);
  }
  for (const { key, value } of imported.unsupported) {
    const isControl = key.startsWith('ControlNet ');
    skip(key === 'Sampler' ? 'sampler' : isControl ? 'control' : 'unknown', key, isControl ? netOf(value) : value);
  }
  const {
    eta: _eta,
    clipSkip: _clipSkip,
    hires: _hires,
    controls: _controls,
    loras: _loras,
    embeddings: _embeddings,
    vae: _vae,
    init: _init,
    ...present
  } = context.present;
  const settings: Settings = {
    ...present,
    ...(model ? { model: model.id } : {}),
    ...scalarSettings(imported, model, skip),
    ...hiresFor(imported, skip),
    ...(loras.length > 0 ? { loras } : {}),
    ...additionsFor(imported, skip),
    batch: 1,
  };
  const cut = (text: string, name: string) => {
    if (text.length > LIMITS.promptLength) skip('promptCut', name, text.length);
    return text.slice(0, LIMITS.promptLength).replace(/[\uD800-\uDBFF]$/u, '');
  };
  const prompt = {
    prompt: cut(imported.prompt, 'Prompt'),
    negative: cut(imported.negative, 'Negative prompt'),
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

type Skip = (reason: SkippedParameter['reason'], name: string, value: string | number) => void;

export interface Named {
  readonly id: string;
  readonly title: string;
}
/** Finds a model or LoRA by its id or title, ignoring case. */
export function findNamed<T extends Named>(candidates: readonly T[], name: string): T | undefined {
  const lowerCase = name.toLocaleLowerCase();
  return candidates.find(
    ({ id, title }) => id.toLocaleLowerCase() === lowerCase || title.toLocaleLowerCase() === lowerCase,
  );
}

/** The named model, or the current one if none is named or it is unavailable. */
function modelFor(
  { model }: ImportedParameters,
  { models, present }: ImportContext,
  skip: Skip,
): ModelView | undefined {
  const current = models.find(({ id }) => id === present.model);
  const name = model?.name;
  if (name === undefined) {
    if (model?.hash !== undefined) skip('model', 'Model hash', model.hash);
    return current;
  }
  const match = findNamed(models, name);
  if (!match) skip('model', 'Model', name);
  return match ?? current;
}

function lorasFor(imported: ImportedParameters, model: string, { loras }: ImportContext, skip: Skip): LoraRef[] {
  const { min, max } = LIMITS.loraWeight;
  const loraRefs = imported.loras.flatMap(({ name, weight }): LoraRef[] => {
    const lora = findNamed(loras, name);
    if (!lora || !lora.compatibleModels.includes(model)) {
      skip(lora ? 'loraIncompatible' : 'lora', 'LoRA', name);
      return [];
    }
    return [{ id: lora.id, weight: Math.min(max, Math.max(min, weight)) }];
  });
  // The last weight of a LoRA applies, as with tags in a prompt.
  const byId = [...new Map(loraRefs.map((ref) => [ref.id, ref])).values()];
  for (const { id } of byId.slice(LIMITS.loras)) skip('tooManyLoras', 'LoRA', id);
  return byId.slice(0, LIMITS.loras);
}

/** The name of a ControlNet in its infotext. */
const netOf = (text: string): string => /\bModel: ([^,[]+)/.exec(text)?.[1]?.trim() ?? text;

/** Embeddings and the VAE that are on this server. Whether they fit the model is shown where they are chosen. */
function additionsFor({ embeddings = [], vae }: ImportedParameters, skip: Skip): Pick<Settings, 'embeddings' | 'vae'> {
  const nameOf = ({ name, hash }: ImportedAddition) => name ?? hash ?? '';
  const found = embeddings.flatMap((one) => {
    if (one.id === undefined) skip('embedding', 'Embedding', nameOf(one));
    return one.id ?? [];
  });
  const ids = [...new Set(found)];
  if (vae && vae.id === undefined) skip('vae', 'VAE', nameOf(vae));
  return {
    ...(ids.length > 0 && { embeddings: ids.slice(0, LIMITS.embeddings).map((id) => ({ id })) }),
    ...(vae?.id !== undefined && { vae: { id: vae.id } }),
  };
}

/** The second pass, within the limits of this server. An unknown upscaler becomes a similar one. */
function hiresFor({ hires }: ImportedParameters, skip: Skip): Pick<Settings, 'hires'> {
  if (!hires) return {};
  const upscaler = hires.id === undefined ? findUpscaler(hires.upscaler) : { id: hires.id, isExact: true };
  if (!upscaler?.isExact) skip('upscaler', 'Hires upscaler', hires.upscaler);
  const limited = (name: string, value: number, { min, max }: { min: number; max: number }) => {
    const resolved = Math.min(max, Math.max(min, value));
    if (resolved !== value) skip('limited', name, `${value} → ${resolved}`);
    return resolved;
  };
  return {
    hires: {
      upscaler: upscaler?.id ?? 'lanczos',
      scale: limited('Hires upscale', hires.scale, LIMITS.hiresScale),
      steps: limited('Hires steps', hires.steps, LIMITS.hiresSteps),
      strength: limited('Denoising strength', hires.strength, LIMITS.hiresStrength),
    },
  };
}

/** Numbers within the limits of this server, and the sampler. */
function scalarSettings(imported: ImportedParameters, model: ModelView | undefined, skip: Skip): Partial<Settings> {
  const scalars: Partial<Settings> = {};
  const recordLimit = (name: string, value: number, resolved: number) => {
    if (resolved !== value) skip('limited', name, `${value} → ${resolved}`);
    return resolved;
  };
  const limited = (name: string, value: number, { min, max }: { min: number; max: number }) =>
    recordLimit(name, value, Math.min(max, Math.max(min, value)));
  const side = (name: string, value: number) => recordLimit(name, value, clampSide(value, model));
  if (imported.steps !== undefined) scalars.steps = limited('Steps', imported.steps, LIMITS.steps);
  if (imported.guidance !== undefined) {
    scalars.guidance = limited('CFG scale', imported.guidance, LIMITS.guidance);
  }
  if (imported.seed !== undefined) scalars.seed = imported.seed;
  if (imported.width !== undefined) scalars.width = side('Width', imported.width);
  if (imported.height !== undefined) scalars.height = side('Height', imported.height);
  if (imported.eta !== undefined && imported.eta > 0) scalars.eta = imported.eta;
  const { clipSkip = 1 } = imported;
  if (clipSkip > 1 && clipSkip <= (model?.maxClipSkip ?? 1)) scalars.clipSkip = clipSkip;
  // SDXL reads the second layer from the end anyway.
  else if (clipSkip > 1 && !(clipSkip === 2 && model?.family === 'sdxl')) skip('clipSkip', 'Clip skip', clipSkip);
  const scheduler = Settings.shape.scheduler.safeParse(imported.scheduler);
  if (scheduler.success && (!model || model.schedulers.includes(scheduler.data))) scalars.scheduler = scheduler.data;
  else if (imported.scheduler !== undefined) skip('sampler', 'Sampler', imported.scheduler);
  return scalars;
}
