import { computed } from 'vue';
import { useSession } from '../shared/session/index.js';

/** Whether whoever is at this browser looks after others here; admins do, too. */
export function useModerates() {
  const session = useSession();
  return computed(() => session.me?.role === 'moderator' || session.me?.role === 'admin');
}
