import type { HubModelDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The latest state of one model. */
function heldModel(requested: string) {
  const detail = shallowRef<HubModelDetail | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  /** Applies a newer state, which invalidates earlier requests. */
  function take(reply: HubModelDetail): void {
    turn += 1;
    [detail.value, rejection.value] = [reply, null];
  }
  /**
   * Fetches the model. Of overlapping requests the last one counts. After an error the known state stays, unless
   * the model was deleted.
   */
  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const reply = await call('hubModel', { params: { modelId: requested } });
      if (current === turn) take(reply);
    } catch (error) {
      if (current !== turn) return;
      rejection.value = toRejection(error);
      if (rejection.value.code === 'HUB_MODEL_NOT_FOUND') detail.value = null;
    }
  }
  function count(modelId: string, counts: HubModelDetail['model']['counts']): void {
    const known = detail.value;
    if (known?.model.id === modelId) detail.value = { ...known, model: { ...known.model, counts } };
  }
  return { detail, rejection, take, load, count, clear: () => void (turn += 1) };
}

/**
 * One model, live while its page is open. Reloaded after a reconnect. @param requested its id, or the id of a
 * version in settings
 */
export function useHubModel(requested: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const held = heldModel(requested);
  const { detail, rejection, load, take, count } = held;
  const isRemoved = shallowRef(false);
  const isMine = (modelId: string) => modelId === detail.value?.model.id;

  /** Subscribes to updates of the model. */
  async function open(modelId: string): Promise<void> {
    try {
      count(modelId, (await socket.send('hub.openModel', { modelId })).counts);
    } catch (error) {
      // Subscribes again after a reconnect.
      toRejection(error);
    }
  }
  async function start(): Promise<void> {
    await load();
    if (detail.value && socket.state.value === 'up') await open(detail.value.model.id);
  }

  socket.on('hub.modelChanged', ({ modelId }) => isMine(modelId) && void load());
  socket.on('hub.modelDeleted', ({ modelId }) => isMine(modelId) && (isRemoved.value = true));
  socket.on('hub.countsChanged', ({ modelId, counts }) => count(modelId, counts));
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void start();
  });
  void start();
  onScopeDispose(() => {
    held.clear();
    const modelId = detail.value?.model.id;
    if (modelId && socket.state.value === 'up') void socket.send('hub.closeModel', { modelId }).catch(toRejection);
  });

  return {
    ...{ detail, rejection, isRemoved, load, take },
    model: computed(() => detail.value?.model ?? null),
    /** Visitors have no rights, also before the response. */
    viewerState: computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null)),
  };
}
