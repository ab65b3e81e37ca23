import type { LoraView, ModelView } from '@visionary/contract';
import type { ImportedParameters } from './resolve-parameters.js';

interface ImportContext {
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}
/** @returns what this instance calls the files with this hash, undefined where it has none */
type FindByHash = (hash: string) => Promise<string | undefined>;

/** Fewer digits may be anything's. */
const DIGITS_AT_LEAST = 10;

const alike = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();
const isPresent = (name: string, things: readonly { readonly id: string; readonly title: string }[]) =>
  things.some(({ id, title }) => alike(id, name) || alike(title, name));

/**
 * What an image names as others call it, as it is called here: a model or a LoRA under another name has the same hash.
 * What is here by its name keeps it.
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
