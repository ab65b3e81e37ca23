import type { SubjectKind } from '@visionary/contract';
import { computed } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { isModerationNotification } from '../decisions/decision-text.js';

/** My content of a kind that is removed now, by the decisions that removed it: newest first. */
export function useRemovedContent(kind: () => SubjectKind, on: () => unknown = kind) {
  const session = useSessionStore();
  const { data, loading, load } = useQuery(() => call('myStanding'), {
    on: [() => session.me?.id, on],
    when: () => session.me !== null,
  });
  useSocket().on(
    'me.notificationReceived',
    ({ notification }) => notification && isModerationNotification(notification) && void load(),
  );
  const removed = computed(() =>
    (data.value?.decisions ?? []).filter((one) => one.removed && !one.isRevoked && one.subject.kind === kind()),
  );
  return { removed, loading };
}
