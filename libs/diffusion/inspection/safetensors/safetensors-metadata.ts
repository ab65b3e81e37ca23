import { basename, extname } from 'node:path';
import { type AdditionFacts, baseOfAddition, factsOf } from '../../additions/addition-facts.js';
import { isAdditionKind, weightsKindOf } from '../../additions/addition-kind.js';
import type { HeaderFile } from '../../checkpoint/checkpoint-files.js';
import type { PartName } from '../../lora/adapters/adapter.js';
import { adapterOf } from '../../lora/adapters/index.js';
import { loraModuleName, splitLoraKey } from '../../lora/lora-names.js';
import type { SafetensorsHeader, StoredTensor } from '../../safetensors/header.js';
import type { InspectedBase, ModelFileMetadata, FileMetadata } from '../result.js';
import { readTrainingMetadata, triggerWords } from './training-metadata.js';

/** Cross-attention layers of a UNet. Their text width identifies the model family. */
const CROSS_ATTENTION = /attn2[._]to_[kv](?=\.|_lora|$)/;
const WIDTHS: Readonly<Record<number, InspectedBase>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };

interface Module {
  readonly tensors: Partial<Record<PartName, StoredTensor>>;
  textWidth: number;
}

/**
 * Detects whether the file is a LoRA, another addition to a model, or other weights, for which base model, and reads its
 * training metadata.
 * @throws ModelFolderError when an addition lacks a tensor or a tensor has another shape than it needs
 */
export function safetensorsMetadata(header: HeaderFile, facts: Omit<FileMetadata, 'format'>): ModelFileMetadata {
  const kind = weightsKindOf(header);
  const metadata = readTrainingMetadata(header.metadata);
  if (isAdditionKind(kind)) {
    const addition = factsOf(header, kind);
    const widthsBase = baseOfAddition(addition);
    const base = widthsBase === 'other' ? declaredBase(header.metadata) : widthsBase;
    return { kind, base, ...facts, addition, triggerWords: wordsOf(header, addition), metadata };
  }
  const modules = modulesOf(header);
  const adapters = [...modules.values()].filter(({ tensors }) => adapterOf(tensors) !== undefined);
  const isLora = kind === 'lora';
  return {
    kind,
    base: baseOf(modules, header.metadata),
    ...facts,
    ...(isLora ? { rank: mostCommon(adapters.map(rankOf)), modules: adapters.length } : {}),
    triggerWords: isLora ? triggerWords(header.metadata) : [],
    metadata,
  };
}

/** The word of an embedding: of its metadata, of its trainer, or the name of its file. */
function wordsOf({ name, metadata }: HeaderFile, addition: AdditionFacts): string[] {
  if (addition.kind !== 'embedding') return [];
  const words = triggerWords(metadata);
  return words.length > 0 ? words : [addition.word ?? basename(name, extname(name))];
}

function modulesOf({ tensors }: SafetensorsHeader): Map<string, Module> {
  const modules = new Map<string, Module>();
  for (const [key, tensor] of tensors) {
    const { module, part } = splitLoraKey(key);
    const entry: Module = modules.get(module) ?? { tensors: {}, textWidth: 0 };
    modules.set(module, entry);
    if (part === undefined || part === 'alpha') continue;
    entry.tensors[part] ??= tensor;
    // `[rank, in]` in a LoRA, `[out, in]` in a full weight.
    const hasInput = part === 'down' || part === 'hadamard1b' || part === 'difference' || part === 'factors';
    if (hasInput && CROSS_ATTENTION.test(module)) entry.textWidth = tensor.shape[1] ?? 0;
  }
  return modules;
}

/** Rank of a module; 0 for adapters without one. */
function rankOf({ tensors: { down, hadamard1b, kronecker1b, kronecker2b } }: Module): number {
  return (down ?? hadamard1b ?? kronecker2b ?? kronecker1b)?.shape[0] ?? 0;
}

function baseOf(modules: ReadonlyMap<string, Module>, metadata: ReadonlyMap<string, string>): InspectedBase {
  const widths = [...modules.values()].map(({ textWidth }) => WIDTHS[textWidth]).filter((base) => base !== undefined);
  const [first] = widths;
  if (first) return widths.every((base) => base === first) ? first : 'other';
  if ([...modules.keys()].some((name) => loraModuleName(name)?.part === 'text_encoder_2')) return 'sdxl';
  return [...modules.values()].some(({ textWidth }) => textWidth > 0) ? 'other' : declaredBase(metadata);
}

/** Base model according to the training metadata, for files without cross-attention layers. */
function declaredBase(metadata: ReadonlyMap<string, string>): InspectedBase {
  const declared = `${metadata.get('ss_base_model_version') ?? ''} ${metadata.get('modelspec.architecture') ?? ''}`;
  if (/sdxl|xl-v1/i.test(declared)) return 'sdxl';
  if (/sd_v2|stable-diffusion-v2/i.test(declared)) return 'sd2';
  return /sd_v1|stable-diffusion-v1/i.test(declared) ? 'sd1' : 'other';
}

/** The most common rank, and the largest if several tie. A few layers may have another rank. */
function mostCommon(ranks: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  return [...counts].reduce((best, [rank, count]) => {
    const bestCount = counts.get(best) ?? 0;
    return count > bestCount || (count === bestCount && rank > best) ? rank : best;
  }, 0);
}
