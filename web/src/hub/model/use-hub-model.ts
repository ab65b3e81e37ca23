import type { HubModelDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useQuery } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useModelReactionsStore } from '../discussion/model-reactions-store.js';

/**
 * One model, live while its page is open. Reloaded after a reconnect. @param requested its id, or the id of a
 * version in settings
 */
export function useHubModel(requested: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const reactions = useModelReactionsStore();
  const {
    data: detail,
    rejection,
    load,
    set,
  } = useQuery(() => call('hubModel', { params: { modelId: requested } }), { live: true });
  const isRemoved = shallowRef(false);
  const modelId = computed(() => detail.value?.model.id);
  /** Visitors have no rights, also before the response. */
  const viewerState = computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null));
  watch([modelId, () => detail.value?.model.counts], () => detail.value && reactions.setCounts(detail.value.model));
  // Only a new response: my reactions are newer than the viewer state of an earlier one.
  watch([modelId, viewerState], ([id, viewerState]) => id !== undefined && reactions.setMine(id, viewerState));
  // After an error the known state stays, unless the model was deleted.
  watch(rejection, (now) => {
    if (now?.code === 'HUB_MODEL_NOT_FOUND') detail.value = null;
  });
  function setCounts(id: string, counts: HubModelDetail['model']['counts']): void {
    const current = detail.value;
    if (current?.model.id === id) detail.value = { ...current, model: { ...current.model, counts } };
  }
  /** Subscribes to updates of the model. */
  useQuery(() => socket.send('hub.openModel', { modelId: modelId.value ?? '' }), {
    on: modelId,
    when: () => modelId.value !== undefined && socket.state.value === 'up',
    live: true,
    onReply: ({ counts }) => setCounts(modelId.value ?? '', counts),
  });
  socket.on('hub.modelChanged', (model) => model.modelId === modelId.value && void load());
  socket.on('hub.modelDeleted', (model) => model.modelId === modelId.value && (isRemoved.value = true));
  socket.on('hub.countsChanged', (model) => setCounts(model.modelId, model.counts));
  onScopeDispose(() => {
    if (modelId.value && socket.state.value === 'up') {
      void socket.send('hub.closeModel', { modelId: modelId.value }).catch(toRejection);
    }
  });

  return {
    detail,
    rejection,
    isRemoved,
    load,
    setDetail: set,
    model: computed(() => detail.value?.model ?? null),
    viewerState,
  };
}
