import { nextTick, shallowRef, watch, type Ref } from 'vue';
import type { Keyed } from './row-transitions.js';
import type { UseScrollAnchorOptions } from './virtual-list.js';

/** The distance from the end, in px, that still counts as the end. */
const NEAR_END_PX = 32;

interface Sources<R extends Keyed> extends Pick<UseScrollAnchorOptions<R>, 'list' | 'box' | 'visible' | 'isFirm'> {
  rows: Readonly<Ref<readonly R[]>>;
}

/** The scroll position in a virtual list: at the end, or at an anchor row. */
export function useScrollPosition<R extends Keyed>({ rows, list, box, visible, isFirm }: Sources<R>) {
  const atEnd = shallowRef(true);
  /** The first visible firm row, and how far it is scrolled out, in px. */
  let anchor = { key: '', out: 0 };
  let offset = 0;
  const index = (): number => rows.value.findIndex(({ key }) => key === anchor.key);

  function toEnd(): void {
    atEnd.value = true;
    if (rows.value.length > 0) list.value?.scrollToIndex(rows.value.length - 1, { align: 'end' });
  }
  /** Call it on every scroll. */
  function scrolled(): void {
    const now = list.value;
    if (!now || now.viewportSize === 0) return;
    // When the window grows (a keyboard closes), browsers scroll before the list knows its new height.
    const height = box.value?.clientHeight ?? now.viewportSize;
    const isNearEnd = now.scrollSize - now.scrollOffset - height <= NEAR_END_PX;
    // Only scrolling up leaves the end: when rows grow, the list follows.
    atEnd.value = isNearEnd || (atEnd.value && now.scrollOffset >= offset);
    offset = now.scrollOffset;
    const first = now.findItemIndex(now.scrollOffset);
    const at = rows.value.findIndex((row, position) => position >= first && isFirm(row));
    const row = rows.value[at];
    if (row) anchor = { key: row.key, out: now.scrollOffset - now.getItemOffset(at) };
  }
  function isVisible(at: number): boolean {
    const now = list.value;
    if (!now) return false;
    const top = now.getItemOffset(at) - now.scrollOffset;
    return top + now.getItemSize(at) > 0 && top < now.viewportSize;
  }
  /** Keeps the end visible when a row grows or the window changes. */
  function resized(): void {
    if (atEnd.value && visible()) toEnd();
  }
  // Restores the position of a list that was hidden, which browsers forget.
  watch(visible, async (is) => {
    if (!is) return;
    const [wasAtEnd, { out }] = [atEnd.value, anchor];
    await nextTick();
    requestAnimationFrame(() => {
      const at = index();
      if (wasAtEnd || at < 0) toEnd();
      else list.value?.scrollTo(list.value.getItemOffset(at) + out);
    });
  });
  return { atEnd, toEnd, isVisible, scrolled, resized, index };
}
