import { useIntervalFn } from '@vueuse/core';
import { call } from '../shared/api/index.js';
import { useQuery } from '../shared/query/index.js';
import { useSessionStore } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';

/** Nobody announces when quiet hours begin. */
const POLL_MS = 15_000;
/** Of changes in a row. */
const [DEBOUNCE_MS, MAX_WAIT_MS] = [100, 500];

/** My lent renderers, or for an admin all of them, kept up to date while the page is visible. */
export function useLentRenderers(route: 'lentRenderers' | 'allLentRenderers') {
  const session = useSessionStore();
  const query = useQuery(() => call(route), {
    ...{ live: true, debounceMs: DEBOUNCE_MS, maxWaitMs: MAX_WAIT_MS },
    ...{ on: () => session.me?.id, when: () => session.me !== null },
  });
  useSocket().on('me.notificationReceived', ({ notification }) => {
    if (notification && 'renderer' in notification) query.loadSoon();
  });
  useSocket().on('me.stateChanged', ({ what }) => what === 'lentRenderers' && query.loadSoon());
  useIntervalFn(() => document.visibilityState === 'visible' && session.me && void query.load(), POLL_MS);
  return query;
}
