import { useMediaQuery } from '@vueuse/core';
import { computed } from 'vue';

/** Three columns; chat in a drawer; or one column with tabs. The stylesheet uses the same breakpoints. */
export type RoomBreakpoint = 'wide' | 'drawer' | 'phone';

export function useRoomBreakpoint() {
  const isPhone = useMediaQuery('(max-width: 767.98px)');
  const isWide = useMediaQuery('(min-width: 1100px)');
  return computed((): RoomBreakpoint => (isPhone.value ? 'phone' : isWide.value ? 'wide' : 'drawer'));
}
