import type { ChangedModules, PatchableWeights } from './lora/compatibility-data.js';
import type { LoraFile } from './lora/lora-file.js';
import type { LoraPart } from './lora/lora-names.js';
import type { LoraMatches, Unmatched } from './lora/match-lora.js';
import type { PatchableGraph } from './lora/model-tables.js';
import { LoraError, ModelFolderError } from './errors.js';
import { modifiedModules, matchStored } from './lora/compatibility-data.js';
import { readLoraFile } from './lora/lora-file.js';
import { loraModuleName } from './lora/lora-names.js';
import { matchLora } from './lora/match-lora.js';
import { readPatchableGraphs } from './lora/model-tables.js';

// Separate entry point: reads headers, graphs, and folders and never imports the runtime, so that the server can check
// which models a LoRA is compatible with.
export type { ChangedModule, ChangedModules, PatchableWeight, PatchableWeights } from './lora/compatibility-data.js';
export { patchableWeights } from './lora/compatibility-data.js';
export type { ModelFileMetadata } from './inspection/result.js';
export { loraMetadata } from './lora/lora-metadata.js';

/** The result of a compatibility check. */
export interface LoraCompatibility {
  /** Modules match, and nothing tells that it was made for another model family. Most match where no layer tells the family. */
  readonly isCompatible: boolean;
  /** It was made for another model family. */
  readonly isOtherBase?: true;
  /** Module names as in the file. */
  readonly matched: readonly string[];
  readonly unmatched: readonly Unmatched[];
  /** One sentence, if it is incompatible. */
  readonly reason?: string;
}

/** @returns `isCompatible: false` with a reason for an invalid LoRA or model, too */
export async function checkLoraCompatibility(modelDir: string, loraPath: string): Promise<LoraCompatibility> {
  try {
    const lora = readLoraFile(loraPath);
    return compatibilityOf(lora, matchLora(lora, tablesOf(await readPatchableGraphs(modelDir, partsOf([lora])))));
  } catch (error) {
    if (!(error instanceof LoraError) && !(error instanceof ModelFolderError)) throw error;
    return { isCompatible: false, matched: [], unmatched: [], reason: error.message };
  }
}

/**
 * The LoRA's part of a compatibility check, from its header.
 * @throws LoraError
 */
export function loraChanges(path: string): ChangedModules {
  return modifiedModules(readLoraFile(path));
}

/** Same result as `checkLoraCompatibility`, from stored data of both files. */
export function checkStoredCompatibility(
  name: string,
  lora: ChangedModules,
  model: PatchableWeights,
): LoraCompatibility {
  const compatibility = compatibilityOf({ name }, matchStored(name, lora, model));
  if (compatibility.isCompatible || lora.modules.length > 0 || lora.trouble === undefined) return compatibility;
  return { ...compatibility, reason: `${name}: nothing in it matches the model: ${lora.trouble}` };
}

/** The graphs that these LoRAs change. */
export function partsOf(loras: readonly LoraFile[]): Set<LoraPart> {
  const names = loras.flatMap((lora) => lora.modules.map(({ name }) => loraModuleName(name)?.part));
  return new Set(names.filter((part) => part !== undefined));
}

export function tablesOf(graphs: ReadonlyMap<LoraPart, PatchableGraph>) {
  return new Map([...graphs].map(([part, { table }]) => [part, table]));
}

export function compatibilityOf(lora: Pick<LoraFile, 'name'>, matches: LoraMatches): LoraCompatibility {
  const { matched, unmatched, otherWidths, isFamilyUnknown } = matches;
  if (otherWidths) {
    const reason = `made for another base model: it reads texts ${otherWidths.lora} wide, the model's are ${otherWidths.model}`;
    return { isCompatible: false, isOtherBase: true, matched, unmatched, reason: `${lora.name}: ${reason}` };
  }
  if (isFamilyUnknown && matched.length > 0 && matched.length < unmatched.length) {
    const layers = `${matched.length} of its ${matched.length + unmatched.length} layers`;
    const reason = `made for another base model: only ${layers} fit, by chance, and the others are not in the model`;
    return { isCompatible: false, isOtherBase: true, matched, unmatched, reason: `${lora.name}: ${reason}` };
  }
  if (matched.length > 0) return { isCompatible: true, matched, unmatched };
  const [first] = unmatched;
  const reason = first ? `nothing in it matches the model: ${first.key}: ${first.reason}` : 'there is nothing in it';
  return { isCompatible: false, matched, unmatched, reason: `${lora.name}: ${reason}` };
}
