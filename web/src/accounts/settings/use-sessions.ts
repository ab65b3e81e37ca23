import type { SessionView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The sessions of the user, reloaded when the server announces a change, until the scope ends. */
export function useSessions() {
  const session = useSessionStore();
  const list = shallowRef<readonly SessionView[] | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const { sessions } = await call('sessions');
      if (current !== turn) return;
      list.value = sessions;
      rejection.value = null;
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  /** @throws Rejection */
  async function end(sessionId: string): Promise<void> {
    await call('revokeSession', { params: { sessionId } });
    await load();
  }
  /** @throws Rejection */
  async function endOthers(): Promise<void> {
    await call('revokeSessions', { query: { which: 'others' } });
    await load();
  }
  useSocket().on('me.stateChanged', ({ what }) => {
    if (what === 'sessions' && !session.leaving) void load();
  });
  void load();
  return { list, rejection, load, end, endOthers };
}
