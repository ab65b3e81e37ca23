import type { HubModelDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** What is known of one model, as it was told last. */
function heldModel(asked: string) {
  const detail = shallowRef<HubModelDetail | null>(null);
  const refused = shallowRef<Rejection | null>(null);
  let turn = 0;

  /** As the server has just told it: what was asked before counts no more. */
  function take(told: HubModelDetail): void {
    turn += 1;
    [detail.value, refused.value] = [told, null];
  }
  /** Fetches it; of several that overlap the last one counts. What is known stays where that fails, unless it is gone. */
  async function load(): Promise<void> {
    const mine = ++turn;
    try {
      const told = await call('hubModel', { params: { modelId: asked } });
      if (mine === turn) take(told);
    } catch (error) {
      if (mine !== turn) return;
      refused.value = toRejection(error);
      if (refused.value.code === 'HUB_MODEL_NOT_FOUND') detail.value = null;
    }
  }
  function count(modelId: string, counts: HubModelDetail['model']['counts']): void {
    const known = detail.value;
    if (known?.model.id === modelId) detail.value = { ...known, model: { ...known.model, counts } };
  }
  return { detail, refused, take, load, count, forget: () => void (turn += 1) };
}

/**
 * One model while its page is open, moving as it moves; after a cut it is fetched anew.
 * @param asked its id, or what settings call a version of it
 */
export function useHubModel(asked: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const held = heldModel(asked);
  const { detail, refused, load, take, count } = held;
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
  async function begin(): Promise<void> {
    await load();
    if (detail.value && socket.state.value === 'up') await open(detail.value.model.id);
  }

  socket.on('hub.modelChanged', ({ modelId }) => isMine(modelId) && void load());
  socket.on('hub.modelDeleted', ({ modelId }) => isMine(modelId) && (isRemoved.value = true));
  socket.on('hub.countsChanged', ({ modelId, counts }) => count(modelId, counts));
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void begin();
  });
  void begin();
  onScopeDispose(() => {
    held.forget();
    const modelId = detail.value?.model.id;
    if (modelId && socket.state.value === 'up') void socket.send('hub.closeModel', { modelId }).catch(toRejection);
  });

  return {
    ...{ detail, refused, isRemoved, load, take },
    model: computed(() => detail.value?.model ?? null),
    /** A visitor may do nothing, also before that is told. */
    mine: computed(() => (session.signedIn ? (detail.value?.viewerState ?? null) : null)),
  };
}
