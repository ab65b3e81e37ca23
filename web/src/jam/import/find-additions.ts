import type { AdditionKind, AdditionView } from '@visionary/contract';
import type { ImportedAddition, ImportedParameters } from './resolve-parameters.js';

interface AdditionFinder {
  /** Additions of this instance whose names match. */
  search(kind: AdditionKind, name: string): Promise<readonly AdditionView[]>;
  /** @returns the id of the file with this hash, undefined where there is none */
  byHash(hash: string): Promise<string | undefined>;
}

/** Finds embeddings and the VAE of an image on this instance: by id, word, or title, else by the hash of the file. */
export async function findAdditions(imported: ImportedParameters, find: AdditionFinder): Promise<ImportedParameters> {
  const { embeddings, vae } = imported;
  if (!embeddings && !vae) return imported;
  const found = async (kind: AdditionKind, one: ImportedAddition): Promise<ImportedAddition> => {
    const id = (await idByName(kind, one, find)) ?? (one.hash === undefined ? undefined : await find.byHash(one.hash));
    return { ...one, ...(id !== undefined && { id }) };
  };
  return {
    ...imported,
    ...(embeddings && { embeddings: await Promise.all(embeddings.map((one) => found('embedding', one))) }),
    ...(vae && { vae: await found('vae', vae) }),
  };
}

async function idByName(
  kind: AdditionKind,
  { name, id }: ImportedAddition,
  find: AdditionFinder,
): Promise<string | undefined> {
  if (id !== undefined) return id;
  const wanted = name?.toLocaleLowerCase();
  if (wanted === undefined) return undefined;
  const matches = ({ id: known, title, triggerWords: [word] }: AdditionView): boolean =>
    [known, title, word].some((one) => one?.toLocaleLowerCase() === wanted);
  return (await find.search(kind, wanted)).find(matches)?.id;
}
