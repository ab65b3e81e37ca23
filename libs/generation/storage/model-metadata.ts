import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipSkipOf, nativeCells, readCheckpoint } from '@visionary/diffusion/model-files';
import { z } from 'zod';
import type { ModelFamily } from '@visionary/contract';
import type { ModelMetadata } from '../domain/model-metadata.js';

const shortText = z.string().max(200);
const longText = z.string().max(2_000);
export const imageName = z
  .string()
  .max(100)
  .regex(/^[\w-]+\.(webp|png|jpe?g)$/u, 'the name of an image in the folder');
/** How steps are taken. */
const stepSettings = z.object({
  scheduler: z.string().optional(),
  steps: z.number().int().min(1).max(150).optional(),
  guidance: z.number().min(0).max(30).optional(),
});
const size = z.object({ width: z.number().int().positive(), height: z.number().int().positive() });

/** Cards written before November 2026 spell it `licence`. @returns the card with today's names */
export const withLicense = (card: unknown): unknown =>
  typeof card === 'object' && card !== null && 'licence' in card ? { license: card.licence, ...card } : card;

/** `visionary.json` of a model's folder, by its creator. All fields are optional. */
const ModelCard = z.object({
  title: shortText.optional(),
  by: shortText.optional(),
  license: shortText.optional(),
  drawsNothingForbidden: z.boolean().optional(),
  about: z.object({ en: longText.default(''), zh: longText.default('') }).optional(),
  recommended: stepSettings
    .extend({ width: z.number().int().positive().optional(), height: z.number().int().positive().optional() })
    .optional(),
  draft: stepSettings.optional(),
  examples: z.object({ en: z.array(shortText).default([]), zh: z.array(shortText).default([]) }).optional(),
  sizes: z.array(size).min(1).max(20).optional(),
  pictures: z.object({ title: imageName.optional(), sheet: imageName.optional() }).optional(),
  parts: z
    .array(z.object({ name: shortText, parameters: z.number().int().positive() }))
    .max(20)
    .optional(),
  credits: z
    .array(
      z.object({
        what: z.object({ en: shortText.default(''), zh: shortText.default('') }),
        by: shortText.default(''),
        license: shortText.default(''),
      }),
    )
    .max(20)
    .optional(),
});

type Json = Readonly<Record<string, unknown>>;

/** Latent size of Stable Diffusion 1, for exports whose UNet config has none. */
const DEFAULT_CELLS = 64;
/** VAE scale factor of Stable Diffusion 1, for exports whose VAE config has none. */
const DEFAULT_FACTOR = 8;
/** Every model supports multiples of it: the engine pads what UNet and VAE cannot halve, and crops the result. */
const SIDE_MULTIPLE = 8;

const readJson = async (dir: string, ...path: string[]): Promise<Json> => {
  const text = await readFile(join(dir, ...path), 'utf8');
  // Python writes Infinity and NaN, which are no JSON. No such key is read here.
  const value: unknown = JSON.parse(text.replace(/: *(-?Infinity|NaN)\b/g, ': null'));
  return typeof value === 'object' && value !== null ? (value as Json) : {};
};
const readJsonIfPresent = (dir: string, ...path: string[]): Promise<Json> =>
  readJson(dir, ...path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return {};
    throw error;
  });

const exists = (...path: string[]): Promise<boolean> =>
  access(join(...path)).then(
    () => true,
    () => false,
  );

/** By the width of the text embedding that a UNet reads. */
const FAMILIES: Readonly<Record<number, ModelFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

/** Each level except the first halves both sides. */
const factorOf = ({ block_out_channels: blocks }: Json): number =>
  Array.isArray(blocks) && blocks.length > 0 ? 2 ** (blocks.length - 1) : DEFAULT_FACTOR;

/**
 * Distilled models are recognized by their scheduler: LCM has its own, Turbo uses trailing timestep spacing. They were trained
 * for few steps, and more guidance oversaturates their images.
 */
const defaultsOf = (scheduler: Json, unet: Json): ModelMetadata['defaults'] => {
  const name = String(scheduler._class_name ?? '');
  if (name === 'LCMScheduler') return { steps: 6, guidance: unet.time_cond_proj_dim ? 8 : 1.5 };
  const predictsNoise = (scheduler.prediction_type ?? 'epsilon') === 'epsilon';
  const isTurbo = name.startsWith('Euler') && scheduler.timestep_spacing === 'trailing' && predictsNoise;
  return isTurbo ? { steps: 4, guidance: 0 } : { steps: 20, guidance: 7 };
};

/** Distilled checkpoints look like their originals. Their names tell, because nothing else does. */
const FEW_STEPS = /turbo|lightning|hyper|lcm|dmd/i;

/** @returns null if there is no checkpoint. @throws ModelFolderError if it is corrupt */
const readCheckpointMetadata = async (path: string): Promise<ModelMetadata | null> => {
  const checkpoint = await readCheckpoint(path);
  if (!checkpoint) return null;
  const { file, folder, family, vae } = checkpoint;
  const maxClipSkip = clipSkipOf(checkpoint);
  const isFewStep = FEW_STEPS.test(file);
  return {
    nativeSize: nativeCells(checkpoint) * DEFAULT_FACTOR,
    sizeMultiple: SIDE_MULTIPLE,
    schedulerClass: 'EulerDiscreteScheduler',
    usesKarras: false,
    usesSde: false,
    defaults: isFewStep ? { steps: 6, guidance: 1.5 } : { steps: 20, guidance: 7 },
    family,
    takesImages: vae.hasBelow('encoder'),
    ...(maxClipSkip !== undefined && { maxClipSkip }),
    ...(await readCard(folder, path === folder ? 'visionary.json' : file.replace(/\.safetensors$/, '.json'))),
  };
};

/** @returns null if `dir` contains no model. @throws Error if the model is corrupt */
export const readModelMetadata = async (dir: string): Promise<ModelMetadata | null> => {
  const index = await readJson(dir, 'model_index.json').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!index) return readCheckpointMetadata(dir);
  const [unet, vae, scheduler, takesImages] = await Promise.all([
    readJsonIfPresent(dir, 'unet', 'config.json'),
    readJsonIfPresent(dir, 'vae_decoder', 'config.json'),
    readJsonIfPresent(dir, 'scheduler', 'scheduler_config.json'),
    exists(dir, 'vae_encoder', 'model.onnx'),
  ]);
  const cells = typeof unet.sample_size === 'number' && unet.sample_size > 0 ? unet.sample_size : DEFAULT_CELLS;
  return {
    nativeSize: cells * factorOf(vae),
    sizeMultiple: SIDE_MULTIPLE,
    schedulerClass: String(scheduler._class_name ?? ''),
    usesKarras: scheduler.use_karras_sigmas === true,
    usesSde: String(scheduler.algorithm_type ?? '').startsWith('sde'),
    defaults: defaultsOf(scheduler, unet),
    family: FAMILIES[Number(unet.cross_attention_dim)] ?? 'other',
    takesImages,
    ...(await readCard(dir)),
  };
};

/** An invalid card is ignored with a warning. */
const readCard = async (
  dir: string,
  file = 'visionary.json',
): Promise<{ card: ModelMetadata['card']; cardError?: string }> => {
  try {
    const result = ModelCard.safeParse(withLicense(await readJsonIfPresent(dir, file)));
    if (result.success) return { card: result.data };
    const [issue] = result.error.issues;
    return { card: {}, cardError: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    return { card: {}, cardError: (error as Error).message };
  }
};
