import { computed } from 'vue';
import { useSessionStore } from '../shared/session/index.js';

/** Whether whoever is at this browser looks after others here; admins do, too. */
export function useIsModerator() {
  const session = useSessionStore();
  return computed(() => session.me?.role === 'moderator' || session.me?.role === 'admin');
}
