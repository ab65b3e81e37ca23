import { computed } from 'vue';
import { useSessionStore } from '../shared/session/index.js';

/** Whether the signed-in user is a moderator or admin. */
export function useIsModerator() {
  const session = useSessionStore();
  return computed(() => session.me?.role === 'moderator' || session.me?.role === 'admin');
}
