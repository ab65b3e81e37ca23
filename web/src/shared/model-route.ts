import type { RouteLocationRaw } from 'vue-router';

/**
 * The page of what settings and infotexts call by this id, with that version chosen; null where it is not of the hub. Its
 * ids are a name, an @ and a version, and no folder of models has an @.
 */
export const modelRoute = (useId: string | undefined): RouteLocationRaw | null =>
  useId?.includes('@') ? { name: 'model', params: { modelId: useId } } : null;
