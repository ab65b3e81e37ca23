import type { RouteLocationRaw } from 'vue-router';

/**
 * The page of a model by its id in settings and infotexts, with that version chosen if it is from the hub. Hub ids are a name,
 * an @, and a version; names of local files contain no @.
 * @param localKind of what the id names; without it, null for what is not from the hub
 */
export function modelRoute(versionRef: string, localKind: 'model' | 'lora'): RouteLocationRaw;
export function modelRoute(versionRef: string | undefined, localKind?: 'model' | 'lora'): RouteLocationRaw | null;
export function modelRoute(versionRef: string | undefined, localKind?: 'model' | 'lora'): RouteLocationRaw | null {
  if (versionRef?.includes('@')) return { name: 'model', params: { modelId: versionRef } };
  if (versionRef === undefined || localKind === undefined) return null;
  return { name: localKind === 'model' ? 'local-model' : 'local-lora', params: { localId: versionRef } };
}
