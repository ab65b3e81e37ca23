import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelCard } from './model-card.js';

/** What the folder's own files say. No graph is looked at: the server never loads ONNX. */
export interface ModelFacts {
  readonly ownSide: number;
  readonly sizeMultiple: number;
  readonly schedulerClass: string;
  readonly usesKarras: boolean;
  readonly card: ModelCard;
  /** Why the card was not used, if it was not. */
  readonly cardTrouble?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Latent cells of Stable Diffusion 1, for exports whose UNet does not say. */
const USUAL_CELLS = 64;

const readJson = async (dir: string, ...path: string[]): Promise<Json> => {
  const value: unknown = JSON.parse(await readFile(join(dir, ...path), 'utf8'));
  return typeof value === 'object' && value !== null ? (value as Json) : {};
};
const readJsonIfAny = (dir: string, ...path: string[]): Promise<Json> =>
  readJson(dir, ...path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return {};
    throw error;
  });

/** A factor of two for each level but the first. */
const halvings = ({ block_out_channels: blocks }: Json): number =>
  Array.isArray(blocks) && blocks.length > 0 ? 2 ** (blocks.length - 1) : 1;

/** @returns null where `dir` holds no model. @throws Error where it holds a broken one */
export const readModelFacts = async (dir: string): Promise<ModelFacts | null> => {
  const index = await readJson(dir, 'model_index.json').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!index) return null;
  const [unet, vae, scheduler] = await Promise.all([
    readJsonIfAny(dir, 'unet', 'config.json'),
    readJson(dir, 'vae_decoder', 'config.json'),
    readJsonIfAny(dir, 'scheduler', 'scheduler_config.json'),
  ]);
  const cells = typeof unet.sample_size === 'number' && unet.sample_size > 0 ? unet.sample_size : USUAL_CELLS;
  const spatialFactor = halvings(vae);
  return {
    ownSide: cells * spatialFactor,
    sizeMultiple: spatialFactor * halvings(unet),
    schedulerClass: String(scheduler._class_name ?? ''),
    usesKarras: scheduler.use_karras_sigmas === true,
    ...(await readCard(dir)),
  };
};

/** A bad card is no reason to hide a good model. */
const readCard = async (dir: string): Promise<{ card: ModelCard; cardTrouble?: string }> => {
  try {
    const result = ModelCard.safeParse(await readJsonIfAny(dir, 'visionary.json'));
    if (result.success) return { card: result.data };
    const [issue] = result.error.issues;
    return { card: {}, cardTrouble: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    return { card: {}, cardTrouble: (error as Error).message };
  }
};
