import type { Adapter, AdapterTensors } from './adapters/adapter.js';
import type { LoraFile, LoraModule } from './lora-file.js';
import type { LoraPart } from './lora-names.js';
import type { ModuleTable } from './module-table.js';
import type { StoredTensor } from '../safetensors/header.js';
import type { WeightTarget } from './weight-targets.js';
import { matrixOf, product } from './adapters/adapter.js';
import { adapterOf } from './adapters/index.js';
import { loraModuleName } from './lora-names.js';
import { clipName } from '../safetensors/header.js';
import { readsTexts, textWidth } from './text-width.js';

/** A module of a LoRA and the weight it changes. */
export interface LoraMatch {
  readonly part: LoraPart;
  readonly target: WeightTarget;
  readonly module: LoraModule;
  /** Undefined if it changes only the bias. */
  readonly adapter: Adapter | undefined;
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
  /** Set where it was made for another model family: no layer that reads texts expects those of the model. */
  readonly otherWidths?: TextWidths;
  /** It changes no layer that reads texts, so that only the number of matches tells its model family. */
  readonly isFamilyUnknown?: true;
}

/** How wide the texts are that the layers of a LoRA and those of a model read. */
export interface TextWidths {
  readonly lora: number;
  readonly model: number;
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
  const otherWidths = differingWidths(lora, tables.get('unet'));
  const isFamilyUnknown = !lora.modules.some(({ name }) => readsTexts(name));
  return {
    ...{ matches, matched, unmatched },
    ...(otherWidths && { otherWidths }),
    ...(isFamilyUnknown && { isFamilyUnknown }),
  };
}

/** Layers of another family may have equal shapes by chance, except those that read texts. */
function differingWidths({ modules }: LoraFile, unet: ModuleTable | undefined): TextWidths | undefined {
  const widths = modules.flatMap(({ name, tensors }) => textWidth(name, tensors) ?? []);
  const expected = unet?.textWidths() ?? new Set();
  const [[lora], [model]] = [widths, [...expected]];
  if (lora === undefined || model === undefined || widths.some((width) => expected.has(width))) return undefined;
  return { lora, model };
}

/** @returns the match, or the reason there is none, in English */
function matchModule(module: LoraModule, tables: ReadonlyMap<LoraPart, ModuleTable>): LoraMatch | string {
  const moduleProblem = validateModule(module);
  if (moduleProblem !== undefined) return moduleProblem;
  const moduleName = loraModuleName(module.name);
  if (!moduleName) return 'the name belongs to no graph of a Stable Diffusion model';
  const table = tables.get(moduleName.part);
  if (!table) return `the model has no ${moduleName.part}`;
  const target = table.find(moduleName);
  if (target === 'unknown') return `the model's ${moduleName.part} has no such layer with weights of its own`;
  if (target === 'ambiguous') return `the model's ${moduleName.part} has several layers of that name`;
  if (table.isShared(target)) return 'other layers of the model share its weights';
  const adapter = adapterOf(module.tensors);
  return shapeProblem(module, adapter, target) ?? { part: moduleName.part, target, module, adapter };
}

/** @returns why the module matches no model at all, in English */
export function validateModule({ tensors, alpha, others }: LoraModule): string | undefined {
  if (others.length > 0) return `it has ${clipName(others[0]!)}, which no adapter here has`;
  if (!adapterOf(tensors) && !biasOf(tensors)) {
    const { down, up } = tensors;
    if (down || up) return `its ${down ? 'up' : 'down'} part is missing`;
    return `its parts make no adapter (${Object.keys(tensors).join(', ')})`;
  }
  return typeProblem(tensors, alpha);
}

/** What a module adds to a bias. */
export function biasOf({ biasDifference, normBiasDifference }: AdapterTensors): StoredTensor | undefined {
  return biasDifference ?? normBiasDifference;
}

function shapeProblem({ tensors }: LoraModule, adapter: Adapter | undefined, target: WeightTarget): string | undefined {
  const bias = biasOf(tensors);
  const fitsBias = !bias || product(bias.shape) === target.rows;
  if (fitsBias && (!adapter || adapter.fits(tensors, matrixOf(target)))) return undefined;
  const shapes = Object.entries(tensors).map(([part, { shape }]) => `${part} [${shape.join(',')}]`);
  return `${shapes.join(' and ')} do not make the model's [${target.weight.dims.join(',')}]`;
}

function typeProblem(tensors: AdapterTensors, alpha: LoraModule['alpha']): string | undefined {
  const { onInput: _, ...floats } = tensors;
  for (const { dtype } of [...Object.values(floats), ...(typeof alpha === 'object' ? [alpha] : [])]) {
    if (!FLOATS.includes(dtype)) return `its values are ${dtype}; ${FLOATS.join(', ')} can be read`;
  }
  return typeof alpha === 'object' && product(alpha.shape) !== 1 ? 'its alpha is no single number' : undefined;
}
