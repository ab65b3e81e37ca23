import type { AdminView } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';

/** What who looks after the instance sees, as it changes, until the surrounding scope ends. */
export function useAdmin() {
  const socket = useSocket();
  const view = shallowRef<AdminView | null>(null);
  const refused = shallowRef<Refused | null>(null);

  socket.on('admin.changed', (now) => (view.value = now));
  async function look(): Promise<void> {
    try {
      view.value = await socket.send('admin.watch', {});
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  // After every cut anew: the server forgets who watched.
  watch(socket.state, (now) => (now === 'up' ? void look() : undefined), { immediate: true });
  onScopeDispose(() => {
    if (socket.state.value === 'up') void socket.send('admin.leave', {}).catch(() => undefined);
  });

  /** The model may be loaded again. @throws Refused */
  async function release(model: string): Promise<void> {
    await call('releaseModel', { params: { model } });
    await look();
  }
  return { view, refused, look, release, state: socket.state };
}
