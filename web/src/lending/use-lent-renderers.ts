import { useIntervalFn } from '@vueuse/core';
import { call } from '../shared/api/index.js';
import { useQuery } from '../shared/query/index.js';
import { useSessionStore } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';

/** What programs do changes often, and only who looks at it needs it. */
const POLL_MS = 5_000;

/** My lent renderers, or for an admin all of them, kept up to date while the page is visible. */
export function useLentRenderers(route: 'lentRenderers' | 'allLentRenderers') {
  const session = useSessionStore();
  const query = useQuery(() => call(route), { live: true, on: () => session.me?.id, when: () => session.me !== null });
  useSocket().on('me.notificationReceived', ({ notification }) => {
    if (notification && 'renderer' in notification) void query.load();
  });
  useIntervalFn(() => document.visibilityState === 'visible' && session.me && void query.load(), POLL_MS);
  return query;
}
