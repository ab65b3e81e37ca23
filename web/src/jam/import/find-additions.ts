import type { AdditionKind, AdditionView } from '@visionary/contract';
import { findUpscaler } from '@visionary/infotext';
import type { ImportedAddition, ImportedParameters } from './resolve-parameters.js';

export interface AdditionFinder {
  /** Additions of this instance whose names match. */
  search(kind: AdditionKind, name: string): Promise<readonly AdditionView[]>;
  /** @returns the id of the file with this hash, undefined where there is none */
  byHash(hash: string): Promise<string | undefined>;
}

/**
 * Finds embeddings, the VAE, and the upscaler of an image on this instance: by id, word, title, or file name, else by
 * the hash of the file.
 */
export async function findAdditions(imported: ImportedParameters, find: AdditionFinder): Promise<ImportedParameters> {
  const { embeddings, vae, hires } = imported;
  const found = async (kind: AdditionKind, one: ImportedAddition): Promise<ImportedAddition> => {
    const id = (await idByName(kind, one, find)) ?? (one.hash === undefined ? undefined : await find.byHash(one.hash));
    return { ...one, ...(id !== undefined && { id }) };
  };
  const isModel = hires && !findUpscaler(hires.upscaler)?.isExact;
  const { id: upscaler } = isModel ? await found('upscaler', { ...hires, name: hires.upscaler }) : {};
  return {
    ...imported,
    ...(embeddings && { embeddings: await Promise.all(embeddings.map((one) => found('embedding', one))) }),
    ...(vae && { vae: await found('vae', vae) }),
    ...(hires && upscaler !== undefined && { hires: { ...hires, id: upscaler } }),
  };
}

/** Endings of weight files, which some tools write into names. */
const ENDING = /\.(?:safetensors|ckpt|pth?|bin)$/u;

async function idByName(
  kind: AdditionKind,
  { name, id }: Pick<ImportedAddition, 'name' | 'id'>,
  find: AdditionFinder,
): Promise<string | undefined> {
  if (id !== undefined) return id;
  const wanted = name?.toLocaleLowerCase().replace(ENDING, '');
  if (wanted === undefined) return undefined;
  const matches = ({ id: known, title, triggerWords: [word] }: AdditionView): boolean =>
    [known, title, word].some((one) => one?.toLocaleLowerCase().replace(ENDING, '') === wanted);
  return (await find.search(kind, wanted)).find(matches)?.id;
}
