import { computed, onScopeDispose, shallowRef } from 'vue';

/** Three columns; chat in a drawer; or one column with tabs. The stylesheet uses the same breakpoints. */
export type RoomBreakpoint = 'wide' | 'drawer' | 'phone';

function useMatch(query: string) {
  const media = matchMedia(query);
  const matches = shallowRef(media.matches);
  const follow = () => (matches.value = media.matches);
  media.addEventListener('change', follow);
  onScopeDispose(() => media.removeEventListener('change', follow));
  return matches;
}

export function useRoomBreakpoint() {
  const isPhone = useMatch('(max-width: 767.98px)');
  const isWide = useMatch('(min-width: 1100px)');
  return computed((): RoomBreakpoint => (isPhone.value ? 'phone' : isWide.value ? 'wide' : 'drawer'));
}
