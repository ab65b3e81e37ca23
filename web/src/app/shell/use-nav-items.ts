import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { t } from '../../shared/i18n/index.js';

/** The main navigation, with the current item. */
export function useNavItems() {
  const route = useRoute();
  const inFeed = computed(() => ['feed', 'post', 'search'].includes(String(route.name)));
  const inRooms = computed(() => route.path.startsWith('/rooms'));
  const inModels = computed(() => route.path === '/models' || route.path.startsWith('/models/'));
  return computed(() => [
    { name: 'feed' as const, label: t('feed.title'), here: inFeed.value },
    { name: 'lobby' as const, label: t('app.rooms'), here: inRooms.value },
    { name: 'models' as const, label: t('hub.title'), here: inModels.value },
  ]);
}
