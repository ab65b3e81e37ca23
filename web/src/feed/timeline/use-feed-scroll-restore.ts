import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { useFeedStore } from './feed-store.js';
import type { ScrollPosition } from './use-feed-paginator.js';

interface Wall {
  place(): ScrollPosition;
  toPosition(scrollPosition: ScrollPosition): void;
  focusOn(postId: string): void;
}

/** The image that was gone to from the feed: the keyboard goes on from there. */
let opened: string | null = null;

/** Every view of the feed is found as it was left: on going back, on changing the tab, and after a reload. */
export function useFeedScrollRestore(wall: Readonly<Ref<Wall | null>>) {
  const feed = useFeedStore();
  let restored = false;

  function note(): void {
    if (feed.run && wall.value && restored) feed.run.place.value = wall.value.place();
  }
  async function restore(): Promise<void> {
    await nextTick();
    const run = feed.run;
    if (!run || !wall.value) return;
    const { index, offset } = run.place.value;
    // Above its first image a view shows its head, whatever the one before it showed.
    if (index === 0 && offset <= 0) window.scrollTo({ top: 0, behavior: 'instant' });
    else wall.value.toPosition(run.place.value);
    restored = true;
    await nextTick();
    if (opened !== null) wall.value?.focusOn(opened);
    opened = null;
  }
  onBeforeRouteLeave((to) => void (opened = to.name === 'post' ? String(to.params['postId']) : null));
  const keep = (): void => {
    note();
    feed.save();
  };
  watch(wall, (now) => {
    restored = false;
    if (now) void restore();
  });
  watch(
    () => feed.run,
    () => {
      restored = false;
      void restore();
    },
    { flush: 'post' },
  );
  const hidden = () => document.visibilityState === 'hidden' && keep();
  onMounted(() => {
    window.addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', hidden);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', keep);
    document.removeEventListener('visibilitychange', hidden);
  });
  return { note };
}
