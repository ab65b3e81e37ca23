import type { PartName } from '../lora/adapters/adapter.js';
import { adapterOf } from '../lora/adapters/index.js';
import { loraModuleName, splitLoraKey } from '../lora/lora-names.js';
import { biasOf } from '../lora/match-lora.js';
import { textWidth } from '../lora/text-width.js';
import type { SafetensorsHeader, StoredTensor } from '../safetensors/header.js';
import type { LoraForm, WeightsFamily } from './recognition.js';

/** What the modules of a LoRA tell. */
export interface LoraStructure {
  readonly form: LoraForm;
  /** 0 for forms without a rank. */
  readonly rank: number;
  readonly modules: number;
  /** Undefined when its layers do not tell, `mixed` when they are those of several families. */
  readonly family: WeightsFamily | 'mixed' | undefined;
}

/** By the text width of the cross-attention layers. */
const WIDTHS: Readonly<Record<number, WeightsFamily>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };
/** Only SDXL has several transformer blocks in a layer. */
const SECOND_BLOCK =
  /attentions[._]\d+[._]transformer_blocks[._][1-9]|blocks[._]\d+[._]1[._]transformer_blocks[._][1-9]/;

interface Module {
  readonly tensors: Partial<Record<PartName, StoredTensor>>;
}

/** @returns undefined when the file has no adapter */
export function loraStructure({ tensors }: SafetensorsHeader): LoraStructure | undefined {
  const modules = modulesOf(tensors);
  const changes = [...modules.values()].filter(({ tensors: parts }) => adapterOf(parts) ?? biasOf(parts));
  const adapters = changes.filter(({ tensors: parts }) => adapterOf(parts));
  if (adapters.length === 0) return undefined;
  const form = mostCommon(adapters.map(formOf));
  const hasCore = form === 'LoRA' && adapters.some(({ tensors: parts }) => isConvolution(parts));
  return {
    form: hasCore ? 'LoCon' : form,
    rank: mostCommonRank(adapters.map(rankOf)),
    modules: changes.length,
    family: familyOf(modules),
  };
}

function modulesOf(tensors: SafetensorsHeader['tensors']): Map<string, Module> {
  const modules = new Map<string, Module>();
  for (const [key, tensor] of tensors) {
    const { module, part } = splitLoraKey(key);
    const entry: Module = modules.get(module) ?? { tensors: {} };
    modules.set(module, entry);
    if (part === undefined || part === 'alpha') continue;
    entry.tensors[part] ??= tensor;
  }
  return modules;
}

const formOf = ({ tensors }: Module): LoraForm => adapterOf(tensors)!.name as LoraForm;

/** A convolution with a kernel, which the first LoRAs left alone. */
function isConvolution({ mid, down }: Module['tensors']): boolean {
  return mid !== undefined || (down?.shape.slice(2).some((side) => side > 1) ?? false);
}

/** Rank of a module; 0 for adapters without one. */
function rankOf({ tensors: { down, hadamard1b, kronecker1b, kronecker2b } }: Module): number {
  return (down ?? hadamard1b ?? kronecker2b ?? kronecker1b)?.shape[0] ?? 0;
}

function familyOf(modules: ReadonlyMap<string, Module>): LoraStructure['family'] {
  const widths = [...modules].map(([name, { tensors }]) => textWidth(name, tensors) ?? 0);
  const families = new Set(widths.map((width) => WIDTHS[width]).filter((family) => family !== undefined));
  const [first] = families;
  if (first) return families.size === 1 ? first : 'mixed';
  const isXl = (name: string) => loraModuleName(name)?.part === 'text_encoder_2' || SECOND_BLOCK.test(name);
  return [...modules.keys()].some(isXl) ? 'sdxl' : undefined;
}

function mostCommon<T>(values: readonly T[]): T {
  const counts = countsOf(values);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/** The most common rank, and the largest if several tie. A few layers may have another rank. */
function mostCommonRank(ranks: readonly number[]): number {
  return mostCommon(ranks.toSorted((a, b) => b - a));
}

function countsOf<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
