import { findNamed, type ImportContext, type ImportedParameters, type Named } from './resolve-parameters.js';

type Known = Pick<ImportContext, 'models' | 'loras'>;
/** @returns the ids of the files with these hashes on this instance, undefined where there is none */
type FindByHash = (hash: string) => Promise<string | undefined>;

/** Shorter hashes are ambiguous. */
const DIGITS_AT_LEAST = 10;

/**
 * Replaces names that other tools use with the ids of this instance: the same hash is the same model or LoRA.
 * Names that are known here stay.
 */
export async function resolveByHash(
  imported: ImportedParameters,
  { models, loras }: Known,
  findByHash: FindByHash,
): Promise<ImportedParameters> {
  const byName = async (name: string | undefined, hash: string | undefined, things: readonly Named[]) => {
    if (hash === undefined || hash.length < DIGITS_AT_LEAST) return undefined;
    return name !== undefined && findNamed(things, name) ? undefined : findByHash(hash);
  };
  const model = await byName(imported.model?.name, imported.model?.hash, models);
  const named = await Promise.all(
    imported.loras.map(async (lora) => ({ ...lora, name: (await byName(lora.name, lora.hash, loras)) ?? lora.name })),
  );
  return {
    ...imported,
    ...(model === undefined ? {} : { model: { ...imported.model, name: model } }),
    loras: named,
  };
}
