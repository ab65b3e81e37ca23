import type { AdminView } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

/** The live admin snapshot, until the scope ends. */
export function useAdminOverview() {
  const socket = useSocket();
  const view = shallowRef<AdminView | null>(null);
  const rejection = shallowRef<Rejection | null>(null);

  socket.on('admin.statusChanged', (now) => (view.value = now));
  async function look(): Promise<void> {
    try {
      view.value = await socket.send('admin.subscribe', {});
      rejection.value = null;
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  // The server forgets subscriptions when the connection is lost.
  watch(socket.state, (now) => (now === 'up' ? void look() : undefined), { immediate: true });
  onScopeDispose(() => {
    if (socket.state.value === 'up') void socket.send('admin.unsubscribe', {}).catch(() => undefined);
  });

  /** Releases a quarantined model. @throws Rejection */
  async function release(model: string): Promise<void> {
    await call('releaseQuarantinedModel', { params: { model } });
    await look();
  }
  return { view, rejection, look, release, state: socket.state };
}
