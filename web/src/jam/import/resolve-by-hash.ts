import type { LoraView, ModelView } from '@visionary/contract';
import type { ImportedParameters } from './resolve-parameters.js';

interface ImportContext {
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}
/** @returns the ids of the files with these hashes on this instance, undefined where there is none */
type FindByHash = (hash: string) => Promise<string | undefined>;

/** Shorter hashes are ambiguous. */
const DIGITS_AT_LEAST = 10;

const sameIgnoringCase = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();
const isPresent = (name: string, things: readonly { readonly id: string; readonly title: string }[]) =>
  things.some(({ id, title }) => sameIgnoringCase(id, name) || sameIgnoringCase(title, name));

/**
 * Replaces names that other tools use with the ids of this instance: the same hash is the same model or LoRA.
 * Names that are known here stay.
 */
export async function resolveByHash(
  importedParameters: ImportedParameters,
  importContext: ImportContext,
  findByHash: FindByHash,
): Promise<ImportedParameters> {
  const byName = async (
    name: string | undefined,
    hash: string | undefined,
    things: ImportContext[keyof ImportContext],
  ) => {
    if (hash === undefined || hash.length < DIGITS_AT_LEAST) return undefined;
    return name !== undefined && isPresent(name, things) ? undefined : findByHash(hash);
  };
  const model = await byName(importedParameters.model?.name, importedParameters.model?.hash, importContext.models);
  const loras = await Promise.all(
    importedParameters.loras.map(async (lora) => ({
      ...lora,
      name: (await byName(lora.name, lora.hash, importContext.loras)) ?? lora.name,
    })),
  );
  return {
    ...importedParameters,
    ...(model === undefined ? {} : { model: { ...importedParameters.model, name: model } }),
    loras,
  };
}
