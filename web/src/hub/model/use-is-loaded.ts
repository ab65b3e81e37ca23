import type { HubVersionView } from '@visionary/contract';
import { useIntervalFn } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useModelsStore } from '../../generation/models/models-store.js';
import { useSocket } from '../../shared/socket/index.js';

/** The poll interval, because models are loaded and evicted. */
const RETRY_MS = 15_000;

/** Whether a model is in a renderer's memory, so that a take starts without loading. */
export function useIsLoaded(version: () => HubVersionView) {
  const socket = useSocket();
  const models = useModelsStore();
  const isIn = shallowRef(false);
  let turn = 0;
  async function fetch(): Promise<void> {
    const current = ++turn;
    const { fileMetadata, state, versionRef } = version();
    const canBe = fileMetadata.kind === 'model' && state === 'published' && socket.state.value === 'up';
    // Without renderers the state is unknown and nothing is shown.
    const reply = canBe ? await models.forecast(versionRef).catch(() => null) : null;
    if (current === turn) isIn.value = reply?.inMemory ?? false;
  }
  watch([() => version().id, socket.state], () => void fetch(), { immediate: true });
  useIntervalFn(() => document.visibilityState === 'visible' && void fetch(), RETRY_MS);
  onScopeDispose(() => (turn += 1));
  return isIn;
}
