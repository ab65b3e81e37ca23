import { type Versions } from '../../storage/versions.js';

/** An unpublished model is visible only to its creator. */
export const canSeeModel = async (
  versions: Versions,
  userId: string,
  modelId: string | undefined,
): Promise<boolean> => {
  const model = modelId === undefined ? null : await versions.modelById(modelId);
  return model !== null && (model.newestVersionId !== null || model.creatorId === userId);
};

/** Model names by id. */
export const modelNames = async (
  versions: Versions,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map((await versions.modelsByIds([...new Set(modelIds)])).map(({ id, name }) => [id, name]));
