import type { HubModelView, HubVersionView } from '@visionary/contract';
import { computed, watchEffect } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { tryBlocker } from './try-blocker.js';

/** Why no room can choose a version, with the models that are here; null if one can, or before there is a version. */
export function useTryBlocker(
  of: () => { readonly model: HubModelView; readonly version: HubVersionView } | undefined,
) {
  const models = useModelsStore();
  watchEffect(() => {
    const chosen = of();
    if (!chosen) return;
    void models.load();
    // Lists contain only the newest LoRAs.
    if (models.loaded && chosen.model.kind === 'lora') void models.lookUp('lora', chosen.version.versionRef);
  });
  return computed(() => {
    const chosen = of();
    return chosen ? tryBlocker(chosen.model, chosen.version, models) : null;
  });
}
