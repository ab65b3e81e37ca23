import type { HubModelDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** What is known of one model, as it was told last. */
function heldModel(requested: string) {
  const detail = shallowRef<HubModelDetail | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  /** As the server has just told it: what was asked before counts no more. */
  function take(reply: HubModelDetail): void {
    turn += 1;
    [detail.value, rejection.value] = [reply, null];
  }
  /** Fetches it; of several that overlap the last one counts. What is known stays where that fails, unless it is gone. */
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
 * One model while its page is open, moving as it moves; after a cut it is fetched anew.
 * @param asked its id, or what settings call a version of it
 */
export function useHubModel(requested: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const held = heldModel(requested);
  const { detail, rejection, load, take, count } = held;
  const isRemoved = shallowRef(false);
  const isMine = (modelId: string) => modelId === detail.value?.model.id;

  /** From now on this page is told what moves. */
  async function open(modelId: string): Promise<void> {
    try {
      count(modelId, (await socket.send('hub.openModel', { modelId })).counts);
    } catch (error) {
      // Said again with the next connection.
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
    /** A visitor may do nothing, also before that is told. */
    viewerState: computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null)),
  };
}
