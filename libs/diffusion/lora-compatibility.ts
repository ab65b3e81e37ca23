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

// What else a server may ask without the runtime: what a folder holds.
export { folderFingerprint, folderHash } from './model-folder/folder-hash.js';

export type { ChangedModule, ChangedModules, PatchableWeight, PatchableWeights } from './lora/compatibility-data.js';
export { patchableWeights } from './lora/compatibility-data.js';

/**
 * A door of its own: it reads headers and graphs only and never loads the runtime, so that a server may look which models
 * a LoRA fits.
 */
export interface LoraCompatibility {
  /** Whether rendering with it is worth it: at least one module matches. */
  readonly fits: boolean;
  /** Modules as the file names them. */
  readonly matched: readonly string[];
  readonly unmatched: readonly Unmatched[];
  /** One sentence where it does not fit. */
  readonly reason?: string;
}

/** @returns `fits: false` with a reason, too, for a LoRA or a model that is broken */
export async function checkLoraCompatibility(modelDir: string, loraPath: string): Promise<LoraCompatibility> {
  try {
    const lora = readLoraFile(loraPath);
    return compatibilityOf(lora, matchLora(lora, tablesOf(await readPatchableGraphs(modelDir, partsOf([lora])))));
  } catch (error) {
    if (!(error instanceof LoraError) && !(error instanceof ModelFolderError)) throw error;
    return { fits: false, matched: [], unmatched: [], reason: error.message };
  }
}

/** What fitting needs of a LoRA, from its header. @throws LoraError */
export function loraChanges(path: string): ChangedModules {
  return modifiedModules(readLoraFile(path));
}

/** The same answer as `checkLoraCompatibility` gives, from what was kept of both. */
export function checkStoredCompatibility(
  name: string,
  lora: ChangedModules,
  model: PatchableWeights,
): LoraCompatibility {
  const fit = compatibilityOf({ name }, matchStored(name, lora, model));
  if (fit.fits || lora.modules.length > 0 || lora.trouble === undefined) return fit;
  return { ...fit, reason: `${name}: nothing in it matches the model: ${lora.trouble}` };
}

/** The graphs that these LoRAs speak of. */
export function partsOf(loras: readonly LoraFile[]): Set<LoraPart> {
  const names = loras.flatMap((lora) => lora.modules.map(({ name }) => loraModuleName(name)?.part));
  return new Set(names.filter((part) => part !== undefined));
}

export function tablesOf(graphs: ReadonlyMap<LoraPart, PatchableGraph>) {
  return new Map([...graphs].map(([part, { table }]) => [part, table]));
}

export function compatibilityOf(lora: Pick<LoraFile, 'name'>, { matched, unmatched }: LoraMatches): LoraCompatibility {
  if (matched.length > 0) return { fits: true, matched, unmatched };
  const [first] = unmatched;
  const reason = first ? `nothing in it matches the model: ${first.key}: ${first.reason}` : 'there is nothing in it';
  return { fits: false, matched, unmatched, reason: `${lora.name}: ${reason}` };
}
