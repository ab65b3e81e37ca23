import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFamily } from '../domain/model-family.js';
import type { ModelMetadata } from '../domain/model-facts.js';
import { ModelCard } from './model-card.js';

type Json = Readonly<Record<string, unknown>>;

/** Latent cells of Stable Diffusion 1, for exports whose UNet does not say. */
const USUAL_CELLS = 64;
/** Pixels a cell of its VAE covers, for exports whose VAE does not say. */
const USUAL_FACTOR = 8;
/** Every model takes sides of this multiple: what its UNet and VAE halve beyond that is padded and cut off again. */
const SIDE_MULTIPLE = 8;

const readJson = async (dir: string, ...path: string[]): Promise<Json> => {
  const text = await readFile(join(dir, ...path), 'utf8');
  // Python writes -Infinity where JSON has no word for it; no key that holds it is read here.
  const value: unknown = JSON.parse(text.replace(/: *(-?Infinity|NaN)\b/g, ': null'));
  return typeof value === 'object' && value !== null ? (value as Json) : {};
};
const readJsonIfAny = (dir: string, ...path: string[]): Promise<Json> =>
  readJson(dir, ...path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return {};
    throw error;
  });

const isThere = (...path: string[]): Promise<boolean> =>
  access(join(...path)).then(
    () => true,
    () => false,
  );

/** Widths of the text a UNet reads tell the families apart. */
const FAMILIES: Readonly<Record<number, ModelFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

/** A factor of two for each level but the first. */
const factorOf = ({ block_out_channels: blocks }: Json): number =>
  Array.isArray(blocks) && blocks.length > 0 ? 2 ** (blocks.length - 1) : USUAL_FACTOR;

/**
 * Models distilled to few steps are told by their sampler: LCM has one of its own, Turbo and its like count the steps of
 * a plain one from the end. More guidance than they learnt burns their images.
 */
const usualOf = (scheduler: Json, unet: Json): ModelMetadata['defaults'] => {
  const name = String(scheduler._class_name ?? '');
  if (name === 'LCMScheduler') return { steps: 6, guidance: unet.time_cond_proj_dim ? 8 : 1.5 };
  const predictsNoise = (scheduler.prediction_type ?? 'epsilon') === 'epsilon';
  const isTurbo = name.startsWith('Euler') && scheduler.timestep_spacing === 'trailing' && predictsNoise;
  return isTurbo ? { steps: 4, guidance: 0 } : { steps: 20, guidance: 7 };
};

/** @returns null where `dir` holds no model. @throws Error where it holds a broken one */
export const readModelMetadata = async (dir: string): Promise<ModelMetadata | null> => {
  const index = await readJson(dir, 'model_index.json').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!index) return null;
  const [unet, vae, scheduler, takesImages] = await Promise.all([
    readJsonIfAny(dir, 'unet', 'config.json'),
    readJsonIfAny(dir, 'vae_decoder', 'config.json'),
    readJsonIfAny(dir, 'scheduler', 'scheduler_config.json'),
    isThere(dir, 'vae_encoder', 'model.onnx'),
  ]);
  const cells = typeof unet.sample_size === 'number' && unet.sample_size > 0 ? unet.sample_size : USUAL_CELLS;
  return {
    nativeSize: cells * factorOf(vae),
    sizeMultiple: SIDE_MULTIPLE,
    schedulerClass: String(scheduler._class_name ?? ''),
    usesKarras: scheduler.use_karras_sigmas === true,
    usesSde: String(scheduler.algorithm_type ?? '').startsWith('sde'),
    defaults: usualOf(scheduler, unet),
    family: FAMILIES[Number(unet.cross_attention_dim)] ?? 'other',
    takesImages,
    ...(await readCard(dir)),
  };
};

/** A bad card is no reason to hide a good model. */
const readCard = async (dir: string): Promise<{ card: ModelMetadata['card']; cardError?: string }> => {
  try {
    const result = ModelCard.safeParse(await readJsonIfAny(dir, 'visionary.json'));
    if (result.success) return { card: result.data };
    const [issue] = result.error.issues;
    return { card: {}, cardError: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    return { card: {}, cardError: (error as Error).message };
  }
};
