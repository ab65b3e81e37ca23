import type { RouteLocationRaw } from 'vue-router';

/**
 * The page of a model by its id in settings and infotexts, with that version chosen; null if it is not from the hub.
 * Hub ids are a name, an @, and a version; names of local folders contain no @.
 */
export const modelRoute = (versionRef: string | undefined): RouteLocationRaw | null =>
  versionRef?.includes('@') ? { name: 'model', params: { modelId: versionRef } } : null;
