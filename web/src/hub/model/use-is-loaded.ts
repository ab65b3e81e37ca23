import type { HubVersionView } from '@visionary/contract';
import { useIntervalFn } from '@vueuse/core';
import { computed } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The poll interval, because models are loaded and evicted. */
const POLL_MS = 15_000;

/** Whether a model is in a renderer's memory, so that a take starts without loading. */
export function useIsLoaded(version: () => HubVersionView) {
  const socket = useSocket();
  const models = useModelsStore();
  // Without renderers the state is unknown and nothing is shown.
  const { data, rejection, load } = useQuery(() => models.forecast(version().versionRef), {
    on: [() => version().id, socket.state],
    when: () =>
      version().fileMetadata.kind === 'model' && version().state === 'published' && socket.state.value === 'up',
  });
  useIntervalFn(() => document.visibilityState === 'visible' && void load(), POLL_MS);
  return computed(() => (rejection.value === null && data.value?.inMemory) ?? false);
}
