import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { GraphTensor } from '../../../libs/diffusion/sessions/graph.js';
import type { HeaderFile } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { FileBytes } from '../../../libs/diffusion/onnx/file-bytes.js';
import { readSafetensorsHeader, type StoredTensor } from '../../../libs/diffusion/safetensors/header.js';
import { onCleanup } from '../../support/cleanup.js';

/** Tiny checkpoints with the outputs of the original code. GOLDEN_CHECKPOINTS names another folder of the same form. */
const FILES = process.env.GOLDEN_CHECKPOINTS ?? fileURLToPath(new URL('files', import.meta.url));

interface TextInfo {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
}

interface RunInfo {
  readonly steps: number;
  readonly guidance: number;
  readonly prompt: string;
  readonly negative_prompt: string;
  /** SDXL: original size, crop, and target size, height first. */
  readonly time_ids?: readonly (readonly number[])[];
}

/** What a vector's JSON file says about a checkpoint. */
export interface CheckpointInfo {
  readonly family: string;
  readonly 'unet.a.timestep': number;
  readonly 'unet.b.timestep': number;
  readonly unet_head_dim?: number;
  readonly text?: TextInfo;
  readonly text_l?: TextInfo;
  readonly text_g?: TextInfo;
  /** Token ids of three texts, by text encoder. */
  readonly ids?: readonly (readonly number[])[];
  readonly ids_l?: readonly (readonly number[])[];
  readonly ids_g?: readonly (readonly number[])[];
  /** Two prompts and the negative one. */
  readonly prompts: readonly string[];
  readonly run: RunInfo;
}

export const hasVector = (name: string): boolean => existsSync(join(FILES, `${name}.json`));
export const hasFile = (name: string): boolean => existsSync(join(FILES, name));

export function readInfo<T = CheckpointInfo>(name: string): T {
  return JSON.parse(readFileSync(join(FILES, `${name}.json`), 'utf8')) as T;
}

/** Names of all vectors that begin like this. */
export function vectorNames(start: string): string[] {
  const names = readdirSync(FILES).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
  return names.filter((name) => name.startsWith(start)).sort();
}

/** Names of all whole checkpoints. */
export function checkpointNames(): string[] {
  return vectorNames('').filter((name) => existsSync(join(FILES, `${name}.safetensors`)) && 'run' in readInfo<object>(name)).sort();
}

/** Tensors of a checkpoint without their values. */
export function readTensors(name: string): ReadonlyMap<string, StoredTensor> {
  const file = FileBytes.open(join(FILES, `${name}.safetensors`));
  try {
    return readSafetensorsHeader(file).tensors;
  } finally {
    file.close();
  }
}

/** Names of all files of weights. */
export function fileNames(): string[] {
  return readdirSync(FILES).filter((name) => /(?<!\.expected)\.safetensors$/.test(name)).sort();
}

export const readFileBytes = (name: string): Buffer => readFileSync(join(FILES, name));

/** A file's header, and the file for what only values tell. */
export function readFileHeader(name: string): HeaderFile & { readonly file: FileBytes } {
  const file = FileBytes.open(join(FILES, name));
  onCleanup(() => file.close());
  return { name, file, ...readSafetensorsHeader(file) };
}

/** Names and shapes of all tensors of a real model. */
export function readKeys(name: string): Readonly<Record<string, readonly number[]>> {
  const path = join(FILES, 'fingerprints', `keys_${name}.json`);
  const json = existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString();
  return JSON.parse(json) as Record<string, number[]>;
}

/** Inputs and expected outputs by key. */
export interface Expected {
  (key: string): GraphTensor & { readonly data: Float32Array };
  has(key: string): boolean;
}

export function readExpected(name: string): Expected {
  const file = FileBytes.open(join(FILES, `${name}.expected.safetensors`));
  onCleanup(() => file.close());
  const { tensors } = readSafetensorsHeader(file);
  const read = (key: string) => {
    const tensor = tensors.get(key);
    if (!tensor) throw new Error(`${name} has no vector ${key}`);
    const bytes = file.copy(tensor.offset, tensor.length);
    const isBytes = tensor.dtype === 'U8';
    const data = isBytes ? Float32Array.from(bytes) : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    return { data, dims: tensor.shape };
  };
  return Object.assign(read, { has: (key: string) => tensors.has(key) });
}

/** What the tiny shapes don't tell: heads have other widths than those of real models. */
export function settingsOf({ text, text_l: first, text_g: second, unet_head_dim: unetHeadWidth }: CheckpointInfo) {
  const textHeads = [text ?? first, second].flatMap((part) => part?.heads ?? []);
  return { textHeads, ...(unetHeadWidth !== undefined && { unetHeadWidth }) };
}

/** Inputs of a text encoder without embeddings. */
export function textFeeds(ids: readonly (readonly number[])[], { width }: Pick<TextInfo, 'width'>) {
  return {
    input_ids: { data: ids.flat(), dims: [ids.length, ids[0]?.length ?? 0] },
    embedding_vectors: { data: new Float32Array(width), dims: [1, width] },
  };
}

/** A folder of a model with copies of these files. */
export function modelFolder(files: readonly string[], settings: object): string {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-checkpoint-'));
  onCleanup(() => rmSync(dir, { recursive: true }));
  for (const file of files) copyFileSync(join(FILES, file), join(dir, file));
  writeFileSync(join(dir, 'checkpoint.json'), JSON.stringify(settings));
  return dir;
}
