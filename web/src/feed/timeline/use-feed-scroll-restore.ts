import { useEventListener } from '@vueuse/core';
import { nextTick, watch, type Ref } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { useFeedStore } from './feed-store.js';
import type { ScrollPosition } from './feed-paginator.js';

interface ScrollableGrid {
  position(): ScrollPosition;
  toPosition(scrollPosition: ScrollPosition): void;
  focusOn(postId: string): void;
}

/** The post opened from the feed, which gets the focus on return. */
let opened: string | null = null;

/** Restores the scroll position of each feed view on going back, on changing the tab, and after a reload. */
export function useFeedScrollRestore(grid: Readonly<Ref<ScrollableGrid | null>>) {
  const feed = useFeedStore();
  let restored = false;

  function remember(): void {
    if (feed.paginator && grid.value && restored) feed.paginator.position.value = grid.value.position();
  }
  async function restore(): Promise<void> {
    await nextTick();
    const paginator = feed.paginator;
    if (!paginator || !grid.value) return;
    const { index, offset } = paginator.position.value;
    // At the first row the header is shown, whatever the previous view showed.
    if (index === 0 && offset <= 0) window.scrollTo({ top: 0, behavior: 'instant' });
    else grid.value.toPosition(paginator.position.value);
    restored = true;
    await nextTick();
    if (opened !== null) grid.value?.focusOn(opened);
    opened = null;
  }
  onBeforeRouteLeave((to) => void (opened = to.name === 'post' ? String(to.params['postId']) : null));
  const save = (): void => {
    remember();
    feed.save();
  };
  watch(grid, (now) => {
    restored = false;
    if (now) void restore();
  });
  watch(
    () => feed.paginator,
    () => {
      restored = false;
      void restore();
    },
    { flush: 'post' },
  );
  useEventListener(window, 'pagehide', save);
  useEventListener(document, 'visibilitychange', () => document.visibilityState === 'hidden' && save());
  return { remember };
}
