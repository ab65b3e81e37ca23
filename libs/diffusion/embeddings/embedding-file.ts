import { basename } from 'node:path';
import type { SafetensorsHeader, StoredTensor } from '../safetensors/header.js';
import { ModelFolderError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { areFinite } from '../lora/lora-values.js';
import { readSafetensorsHeader } from '../safetensors/header.js';
import { decodeValues } from '../safetensors/values.js';

/** Vectors of one text encoder, `[count, width]`. */
export interface EmbeddingVectors {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/** A textual inversion (Gal et al. 2022): vectors that stand for a word, one set for each text encoder. */
export interface Embedding {
  /** The word that its trainer gave it, if the file has it: `<style>`. */
  readonly word: string | undefined;
  /** In the order of the text encoders. */
  readonly vectors: readonly EmbeddingVectors[];
}

/** The name of AUTOMATIC1111 for the vectors of any word. */
const WITHOUT_WORD = 'emb_params';
/** Of the text encoders of Stable Diffusion 1, 2, and XL. */
const CLIP_WIDTHS: readonly number[] = [768, 1024, 1280];
/** No prompt has room for more. */
const MAX_VECTORS = 75;
const EXPECTED = 'an embedding of AUTOMATIC1111 (emb_params), diffusers (one tensor), or SDXL (clip_l and clip_g)';

/**
 * Reads an embedding: `emb_params` of AUTOMATIC1111, one tensor named like its word of diffusers, or `clip_l` and
 * `clip_g` of SDXL.
 * @throws ModelFolderError FILE_UNREADABLE, NOT_SUPPORTED
 */
export function readEmbedding(path: string): Embedding {
  const name = basename(path);
  let file: FileBytes | undefined;
  try {
    file = FileBytes.open(path);
    const header = readSafetensorsHeader(file);
    const { word, tensors } = tensorsOf(header, name);
    return { word, vectors: tensors.map((tensor) => readVectors(file!, tensor, name)) };
  } catch (error) {
    if (error instanceof FileFormatError) {
      throw new ModelFolderError('FILE_UNREADABLE', name, error.message, EXPECTED, error.fileFaultReason);
    }
    throw error;
  } finally {
    file?.close();
  }
}

/** Whether tensors have the names and shapes of an embedding, and no other network's. */
export function isEmbedding(tensors: SafetensorsHeader['tensors']): boolean {
  if (tensors.has('clip_l') && tensors.has('clip_g')) return true;
  const [entry] = tensors;
  if (!entry || tensors.size !== 1) return false;
  const [key, { shape }] = entry;
  const isNamedAsWord = key === WITHOUT_WORD || /^<.+>$/.test(key) || CLIP_WIDTHS.includes(shape.at(-1) ?? 0);
  return isNamedAsWord && !key.includes('.') && shape.length <= 2;
}

/**
 * How many tokens an embedding takes, the widths of its vectors, and its word.
 * @throws FileFormatError; ModelFolderError
 */
export function embeddingSides(header: SafetensorsHeader, name: string) {
  const { word, tensors } = tensorsOf(header, name);
  const sides = tensors.map((tensor) => vectorSides(tensor, name));
  const vectors = sides[0]!.count;
  return { vectors, textWidths: sides.map(({ width }) => width), ...(word !== undefined && { word }) };
}

function tensorsOf(header: SafetensorsHeader, name: string): VectorTensors {
  const found = vectorTensors(header);
  if (found) return found;
  const problem = `it has ${header.tensors.size} tensors`;
  throw new ModelFolderError('NOT_SUPPORTED', name, problem, EXPECTED, { reasonKey: 'noTensors' });
}

interface VectorTensors {
  readonly word: string | undefined;
  readonly tensors: readonly StoredTensor[];
}

/** The tensors of an embedding's vectors in the order of the text encoders, if the file is one. */
export function vectorTensors({ tensors }: SafetensorsHeader): VectorTensors | undefined {
  const [first, second] = [tensors.get('clip_l'), tensors.get('clip_g')];
  if (first && second) return { word: undefined, tensors: [first, second] };
  const [entry] = tensors;
  if (!entry || tensors.size !== 1 || entry[1].shape.length > 2) return undefined;
  return { word: entry[0] === WITHOUT_WORD ? undefined : entry[0], tensors: [entry[1]] };
}

function vectorSides({ dtype, shape }: StoredTensor, name: string): { count: number; width: number } {
  const [count = 0, width = 0] = shape.length === 1 ? [1, shape[0]] : shape;
  if (shape.length > 2 || count < 1 || count > MAX_VECTORS || width < 1) {
    const stored = `[${shape.join(',')}]`;
    const fault = { reasonKey: 'embeddingShape', shape: stored, most: MAX_VECTORS } as const;
    throw new FileFormatError(`its vectors are ${stored}`, fault);
  }
  if (!['F32', 'F16', 'BF16'].includes(dtype)) {
    throw new FileFormatError(`its vectors are ${dtype}`, { reasonKey: 'unsupportedDtype', tensor: name });
  }
  return { count, width };
}

function readVectors(file: FileBytes, tensor: StoredTensor, name: string): EmbeddingVectors {
  const { count, width } = vectorSides(tensor, name);
  const data = decodeValues(file.copy(tensor.offset, tensor.length), tensor.dtype);
  if (areFinite(data)) return { data, count, width };
  throw new FileFormatError('it has values that are no finite numbers', { reasonKey: 'nanOrInfinity' });
}
