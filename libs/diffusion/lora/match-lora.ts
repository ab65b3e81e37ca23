import type { LoraFile, LoraModule } from './lora-file.js';
import type { LoraPart } from './lora-names.js';
import type { ModuleTable } from './module-table.js';
import type { StoredTensor } from '../safetensors/header.js';
import type { WeightTarget } from './weight-targets.js';
import { loraModuleName } from './lora-names.js';
import { clipName } from '../safetensors/header.js';

/** A module of a LoRA and the weight it changes. */
export interface LoraMatch {
  readonly part: LoraPart;
  readonly target: WeightTarget;
  readonly down: StoredTensor;
  readonly up: StoredTensor;
  readonly alpha: StoredTensor | number | undefined;
  readonly rank: number;
}

/** A part of a LoRA that has no effect, and the reason. */
export interface Unmatched {
  /** The module or key, as in the file. */
  readonly key: string;
  readonly reason: string;
}

export interface LoraMatches {
  readonly matches: readonly LoraMatch[];
  /** Names of the matched modules, as in the file. */
  readonly matched: readonly string[];
  readonly unmatched: readonly Unmatched[];
}

const FLOATS = ['F32', 'F16', 'BF16'];

/** @param tables of the model's graphs */
export function matchLora(lora: LoraFile, tables: ReadonlyMap<LoraPart, ModuleTable>): LoraMatches {
  const matches: LoraMatch[] = [];
  const matched: string[] = [];
  const unmatched: Unmatched[] = [];
  for (const module of lora.modules) {
    const match = matchModule(module, tables);
    if (typeof match === 'string') {
      unmatched.push({ key: clipName(module.name), reason: match });
      continue;
    }
    matches.push(match);
    matched.push(clipName(module.name));
  }
  return { matches, matched, unmatched };
}

/** @returns the match, or the reason there is none, in English */
function matchModule(module: LoraModule, tables: ReadonlyMap<LoraPart, ModuleTable>): LoraMatch | string {
  const moduleProblem = validateModule(module);
  if (moduleProblem !== undefined) return moduleProblem;
  const { down, up, alpha } = module as LoraModule & { down: StoredTensor; up: StoredTensor };
  const moduleName = loraModuleName(module.name);
  if (!moduleName) return 'the name belongs to no graph of a Stable Diffusion model';
  const table = tables.get(moduleName.part);
  if (!table) return `the model has no ${moduleName.part}`;
  const target = table.find(moduleName);
  if (target === 'unknown') return `the model's ${moduleName.part} has no such layer with weights of its own`;
  if (target === 'ambiguous') return `the model's ${moduleName.part} has several layers of that name`;
  if (table.isShared(target)) return 'other layers of the model share its weights';
  const problem = shapeProblem(down, up, target);
  return problem ?? { part: moduleName.part, target, down, up, alpha, rank: down.shape[0]! };
}

/** @returns why the module matches no model at all, in English */
export function validateModule({ down, up, alpha, others }: LoraModule): string | undefined {
  if (others.length > 0) {
    return `it has ${clipName(others[0]!)}, which is no plain LoRA's (LoHa, LoKr, DoRA and the like)`;
  }
  if (!down || !up) return `its ${down ? 'up' : 'down'} part is missing`;
  return typeProblem([down, up, alpha]);
}

function shapeProblem(down: StoredTensor, up: StoredTensor, target: WeightTarget): string | undefined {
  const rank = down.shape[0] ?? 0;
  const isMatrix = down.shape.length >= 2 && up.shape.length >= 2 && rank > 0;
  const isMatch =
    isMatrix &&
    up.shape[0] === target.rows &&
    product(up.shape) === target.rows * rank &&
    product(down.shape) === target.columns * rank &&
    kernelFits(down.shape, target);
  if (isMatch) return undefined;
  const shapes = `up [${up.shape.join(',')}] and down [${down.shape.join(',')}]`;
  return `${shapes} do not make the model's [${target.weight.dims.join(',')}]`;
}

/** Kernels must be equal. A matrix matches a 1x1 kernel and vice versa. */
function kernelFits(down: readonly number[], { weight }: WeightTarget): boolean {
  const kernel = weight.dims.slice(2);
  const loraKernel = down.slice(2);
  return loraKernel.join() === kernel.join() || [...loraKernel, ...kernel].every((side) => side === 1);
}

function typeProblem(tensors: readonly (StoredTensor | number | undefined)[]): string | undefined {
  for (const tensor of tensors) {
    if (typeof tensor !== 'object' || FLOATS.includes(tensor.dtype)) continue;
    return `its values are ${tensor.dtype}; ${FLOATS.join(', ')} can be read`;
  }
  const alpha = tensors[2];
  if (typeof alpha === 'object' && product(alpha.shape) !== 1) return 'its alpha is no single number';
  return undefined;
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, side) => all * side, 1);
}
