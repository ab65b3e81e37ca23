import { basename } from 'node:path';
import type { AdapterTensors, PartName } from './adapters/adapter.js';
import type { StoredTensor } from '../safetensors/header.js';
import { LoraError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { splitLoraKey } from './lora-names.js';
import { readSafetensorsHeader } from '../safetensors/header.js';

/** The tensors of a LoRA for one module. */
export interface LoraModule {
  /** As in the file. */
  readonly name: string;
  readonly tensors: AdapterTensors;
  readonly alpha: StoredTensor | number | undefined;
  /** Keys of adapters that are not supported. */
  readonly others: readonly string[];
}

/** A LoRA's header: its modules without their values. */
export interface LoraFile {
  readonly path: string;
  /** For error messages. */
  readonly name: string;
  readonly modules: readonly LoraModule[];
}

interface Parts {
  readonly tensors: Partial<Record<PartName, StoredTensor>>;
  alpha?: StoredTensor;
  readonly others: string[];
}

/** @throws LoraError when it is unreadable or not a .safetensors file */
export function readLoraFile(path: string): LoraFile {
  const name = basename(path);
  const file = openLora(path, name);
  try {
    const { tensors, metadata } = readHeader(file, name);
    const modules = new Map<string, Parts>();
    for (const [key, tensor] of tensors) {
      const { module, part } = splitLoraKey(key);
      const parts: Parts = modules.get(module) ?? { tensors: {}, others: [] };
      modules.set(module, parts);
      if (part === 'alpha') parts.alpha ??= tensor;
      else if (part && !parts.tensors[part]) parts.tensors[part] = tensor;
      else parts.others.push(key);
    }
    const alphas = adapterAlphas(metadata);
    const loraModules = [...modules].map(([module, { tensors: parts, alpha, others }]) => {
      return { name: module, tensors: parts, alpha: alpha ?? alphas(module), others };
    });
    return { path, name, modules: loraModules };
  } finally {
    file.close();
  }
}

function readHeader(file: FileBytes, name: string) {
  try {
    return readSafetensorsHeader(file);
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new LoraError(name, error.message, error.fileFaultReason);
  }
}

function openLora(path: string, name: string): FileBytes {
  try {
    return FileBytes.open(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The system's message would expose the file's path.
    if (code === 'ENOENT') throw new LoraError(name, 'there is no such file', { reasonKey: 'fileMissing' });
    throw new LoraError(name, `it cannot be read (${code ?? message})`, { reasonKey: 'unreadable' });
  }
}

interface AdapterAlphas {
  readonly graphAlpha: number | undefined;
  readonly patterns: readonly (readonly [string, number])[];
}

/** diffusers stores alpha in the header metadata: one per graph, with exceptions by path suffix. */
function adapterAlphas(metadata: ReadonlyMap<string, string>): (module: string) => number | undefined {
  const adapter = parseObject(metadata.get('lora_adapter_metadata'));
  const parts = new Map<string, AdapterAlphas>();
  for (const part of ['unet', 'text_encoder', 'text_encoder_2']) {
    const graphAlpha = asNumber(adapter[`${part}.lora_alpha`]);
    const pattern = adapter[`${part}.alpha_pattern`];
    const patterns = typeof pattern === 'object' && pattern !== null ? Object.entries(pattern) : [];
    parts.set(part, {
      graphAlpha,
      patterns: patterns.flatMap(([suffix, value]) => entryIfPresent(suffix, asNumber(value))),
    });
  }
  return (module) => {
    const part = parts.get(module.slice(0, module.indexOf('.')));
    const exception = part?.patterns.find(([end]) => module.endsWith(`.${end}`));
    return exception?.[1] ?? part?.graphAlpha;
  };
}

function entryIfPresent(suffix: string, value: number | undefined): (readonly [string, number])[] {
  return value === undefined ? [] : [[suffix, value]];
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function parseObject(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
