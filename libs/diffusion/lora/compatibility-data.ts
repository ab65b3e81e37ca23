import type { PartName } from './adapters/adapter.js';
import type { LoraFile, LoraModule } from './lora-file.js';
import type { LoraPart } from './lora-names.js';
import type { StoredTensor } from '../safetensors/header.js';
import type { WeightTarget } from './weight-targets.js';
import { countOf, FLOAT32 } from '../onnx/weight.js';
import { matchLora, validateModule } from './match-lora.js';
import { ModuleTable } from './module-table.js';
import { readPatchableGraphs } from './model-tables.js';

/** A weight that LoRAs can change. Includes the weight's name only if several modules share it. */
export type PatchableWeight = readonly [path: string, rows: number, dims: readonly number[], weight?: string];
/**
 * A module of a LoRA as its file names it, with the shapes of its tensors. Those stored before November 2026 have the
 * shapes of `up` and `down`.
 */
export type ChangedModule =
  | readonly [name: string, up: readonly number[], down: readonly number[]]
  | readonly [name: string, shapes: Readonly<Partial<Record<PartName, readonly number[]>>>];

/** The model's part of a compatibility check. Serializable as JSON, about 100 KB for the largest models. */
export type PatchableWeights = Readonly<Partial<Record<LoraPart, readonly PatchableWeight[]>>>;
export interface ChangedModules {
  readonly modules: readonly ChangedModule[];
  /** Why the first invalid module is invalid. */
  readonly trouble?: string;
}

const PARTS: readonly LoraPart[] = ['unet', 'text_encoder', 'text_encoder_2'];

/** @throws ModelFolderError */
export async function patchableWeights(modelDir: string): Promise<PatchableWeights> {
  const graphs = await readPatchableGraphs(modelDir, PARTS);
  return Object.fromEntries([...graphs].map(([part, { targets }]) => [part, toPatchableWeights(targets)]));
}

function toPatchableWeights(targets: readonly WeightTarget[]): PatchableWeight[] {
  const users = new Map<string, Set<string>>();
  for (const { weight, path } of targets) users.set(weight.name, (users.get(weight.name) ?? new Set()).add(path));
  return targets.map(({ path, rows, weight }) =>
    users.get(weight.name)!.size > 1 ? [path, rows, weight.dims, weight.name] : [path, rows, weight.dims],
  );
}

/** Valid modules with their shapes, and the reason the first other module is invalid. */
export function modifiedModules(lora: LoraFile): ChangedModules {
  const modules: ChangedModule[] = [];
  let firstProblem: string | undefined;
  for (const module of lora.modules) {
    const reason = validateModule(module);
    firstProblem ??= reason === undefined ? undefined : `${module.name}: ${reason}`;
    if (reason === undefined) modules.push(changedModule(module));
  }
  return { modules, ...(firstProblem === undefined ? {} : { trouble: firstProblem }) };
}

/** Matches as rendering does, but without the files. */
export function matchStored(name: string, { modules }: ChangedModules, weights: PatchableWeights) {
  const tables = Object.entries(weights).map(
    ([part, partWeights]) => [part as LoraPart, new ModuleTable(partWeights.map(asTarget))] as const,
  );
  return matchLora({ path: '', name, modules: modules.map(asModule) }, new Map(tables));
}

function changedModule({ name, tensors }: LoraModule): ChangedModule {
  return [name, Object.fromEntries(Object.entries(tensors).map(([part, { shape }]) => [part, shape]))];
}

function asModule([name, first, down]: ChangedModule): LoraModule {
  const shapes = down === undefined ? first : { up: first, down };
  const tensors = Object.entries(shapes).map(([part, shape]) => [part, tensor(shape as readonly number[])] as const);
  return { name, tensors: Object.fromEntries(tensors), alpha: undefined, others: [] };
}

/** Matching reads shapes only. */
function tensor(shape: readonly number[]): StoredTensor {
  return { dtype: 'F32', shape, offset: 0, length: 0 };
}

function asTarget([path, rows, dims, name = path]: PatchableWeight): WeightTarget {
  const weight = { name, type: FLOAT32, dims, dataLocation: undefined, range: { start: 0, end: 0 } };
  return { path, weight, rows, columns: rows > 0 ? countOf({ dims }) / rows : 0, isTransposed: false };
}
