import { join } from 'node:path';
import type { HeaderFile } from './checkpoint-files.js';
import type { CheckpointSettings } from './checkpoint-settings.js';
import type { CheckpointFamily, Prediction } from './families.js';
import type { TextEncoderTensors } from './networks.js';
import type { NetworkTensors } from './tensors.js';
import { ModelFolderError } from '../errors.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { checkpointFolder, readHeader, weightFileNames } from './checkpoint-files.js';
import { readCheckpointSettings } from './checkpoint-settings.js';
import { findNetworks, findTaesdDecoder, findVae, networkFamily } from './networks.js';
import { predictionOf } from './prediction.js';
import { unetSides } from './unet-layers.js';

/** A checkpoint with all that its folder says about it, without any weight. */
export interface Checkpoint extends Prediction {
  /** Folder of its files. */
  readonly folder: string;
  readonly file: string;
  readonly family: CheckpointFamily;
  /** SDXL's second model, for the last steps: reads one text encoder and an aesthetic score. */
  readonly isRefiner: boolean;
  readonly unet: NetworkTensors;
  readonly vae: NetworkTensors;
  readonly textEncoders: readonly TextEncoderTensors[];
  /** TAESD beside it, for previews. */
  readonly taesdDecoder: NetworkTensors | undefined;
  readonly settings: CheckpointSettings;
}

/**
 * Reads the checkpoint at a path, or the only one in a folder.
 * @returns undefined when there is none, or the folder is an export
 * @throws ModelFolderError
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const folder = checkpointFolder(path);
  const headers = weightFileNames(path).map((name) => readHeader(folder, name));
  const candidates = headers.map((header) => ({ header, networks: networksOf(header) }));
  const checkpoints = candidates.filter(({ networks }) => networks.unet !== undefined);
  const [checkpoint] = checkpoints;
  if (!checkpoint) return undefined;
  if (checkpoints.length > 1) throw severalError(checkpoints.map(({ header }) => header.name));
  const { header, networks } = checkpoint;
  const settings = folder === path ? await readCheckpointSettings(folder) : {};
  const unet = networks.unet!;
  const { family, isRefiner } = familyOf(unet, networks.textEncoders, header.name);
  const file = FileBytes.open(join(folder, header.name));
  try {
    const { prediction, zeroTerminalSnr } = { ...predictionOf(header, family, file), ...settings };
    const vae = vaeOf(folder, settings, networks.vae, header.name, headers);
    const { textEncoders } = networks;
    const [taesdDecoder] = headers.flatMap((other) => findTaesdDecoder({ location: other.name, ...other }) ?? []);
    const networkTensors = { unet, vae, textEncoders, taesdDecoder };
    const facts = { folder, file: header.name, family, isRefiner, prediction, zeroTerminalSnr, settings };
    return { ...facts, ...networkTensors };
  } finally {
    file.close();
  }
}

/** Whether a file is readable and contains a UNet. */
export function hasUnet(path: string, name: string): boolean {
  try {
    return networksOf(readHeader(checkpointFolder(path), name)).unet !== undefined;
  } catch {
    return false;
  }
}

export function networksOf({ name, tensors }: HeaderFile) {
  return findNetworks({ location: name, tensors });
}

/** The text encoders that each family has. */
const TEXT_KINDS: Readonly<Record<CheckpointFamily, readonly string[]>> = {
  sd1: ['clip'],
  sd2: ['open_clip'],
  // The base model and the refiner.
  sdxl: ['clip,open_clip', 'open_clip'],
};
const FAMILY_NAMES = { sd1: 'Stable Diffusion 1', sd2: 'Stable Diffusion 2', sdxl: 'Stable Diffusion XL' } as const;
const TOKENS = 'text_model.embeddings.token_embedding.weight';

/**
 * The family of the UNet, whose text encoders go with it.
 * @throws ModelFolderError DOES_NOT_FIT for none, or those of another family
 */
export function familyOf(unet: NetworkTensors, textEncoders: readonly TextEncoderTensors[], name: string) {
  const family = networkFamily(unet);
  const kinds = textEncoders.map(({ kind }) => kind).join();
  const expected = `the text encoders of ${FAMILY_NAMES[family]}`;
  if (kinds === '' || (family === 'sdxl' && kinds === 'clip')) {
    const problem = kinds === '' ? 'it has no text encoder' : 'it has no second text encoder';
    throw new ModelFolderError('DOES_NOT_FIT', name, problem, expected, {
      ...{ reasonKey: 'textEncoderMissing', family: FAMILY_NAMES[family] },
    });
  }
  const tokens = textEncoders.map(({ tensors }) => tensors.get(TOKENS));
  const width = tokens.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0);
  const { textWidth } = unetSides(unet);
  if (!TEXT_KINDS[family].includes(kinds) || width !== textWidth) {
    const { storedName } = tokens[0]!;
    const problem = `${storedName}: its text encoders (${kinds}) are ${width} wide, and its UNet reads texts ${textWidth} wide of ${FAMILY_NAMES[family]}`;
    throw new ModelFolderError('DOES_NOT_FIT', name, problem, expected, {
      ...{ reasonKey: 'textEncoderMismatch', tensor: storedName, family: FAMILY_NAMES[family] },
    });
  }
  return { family, isRefiner: family === 'sdxl' && kinds === 'open_clip' };
}

/** The VAE that the settings choose, that of the checkpoint, or the only other one in the folder. */
function vaeOf(
  folder: string,
  { vae: chosen }: CheckpointSettings,
  own: NetworkTensors | undefined,
  name: string,
  headers: readonly HeaderFile[],
): NetworkTensors {
  if (chosen === undefined && own) return own;
  const header = chosen === undefined ? undefined : readHeader(folder, chosen);
  const others = (header ? [header] : headers.filter((other) => other.name !== name)).flatMap(
    (other) => findVae({ location: other.name, tensors: other.tensors }) ?? [],
  );
  const [vae] = others;
  if (vae && others.length === 1) return vae;
  const problem = chosen === undefined ? 'it has no VAE' : 'it is no VAE';
  const expected = 'a VAE inside it, or one VAE beside it as .safetensors';
  throw new ModelFolderError('DOES_NOT_FIT', chosen ?? name, problem, expected, {
    ...(chosen === undefined
      ? { reasonKey: 'vaeMissing' as const }
      : { reasonKey: 'undefinedTensor' as const, name: 'decoder.conv_in.weight' }),
  });
}

function severalError(names: readonly string[]): ModelFolderError {
  const problem = `there are ${names.length} checkpoints (${names.join(', ')})`;
  return new ModelFolderError('NOT_SUPPORTED', names[0] ?? '', problem, 'a folder for each checkpoint', {
    ...{ reasonKey: 'tooMany', name: 'checkpoint', most: 1 },
  });
}
