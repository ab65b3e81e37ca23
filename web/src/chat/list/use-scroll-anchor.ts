import { nextTick, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';
import { rowTransitions, type Keyed } from './row-transitions.js';
import { useScrollPosition } from './use-scroll-position.js';
import type { UseScrollAnchorOptions } from './virtual-list.js';

/**
 * Keeps a virtual list where the reader has it: at the end it follows what is added, elsewhere nothing moves, whatever is
 * added, taken away or grows above or below.
 */
export function useScrollAnchor<R extends Keyed>({ rows, list, visible, isFirm, settled }: UseScrollAnchorOptions<R>) {
  const shown = shallowRef([...rows()]) as Ref<R[]>;
  const shift = shallowRef(false);
  /** Another number is another list: its heights are forgotten. */
  const run = shallowRef(0);
  const place = useScrollPosition({ shown, list, visible, isFirm });
  let working: Promise<void> = Promise.resolve();
  let isQueued = false;
  let isUnmounted = false;
  onBeforeUnmount(() => (isUnmounted = true));

  async function show(next: readonly R[]): Promise<void> {
    const steps = rowTransitions(shown.value, next, place.index());
    if (!steps) run.value += 1;
    for (const step of steps ?? [{ rows: [...next], shift: false }]) {
      [shift.value, shown.value] = [step.shift, step.rows];
      await nextTick();
      if (isUnmounted) return;
    }
    shift.value = false;
    if (place.atEnd.value) place.toEnd();
  }
  /** One change after the other, each from the rows as they are by then. */
  function follow(): Promise<void> {
    if (isQueued) return working;
    isQueued = true;
    working = working.then(async () => {
      isQueued = false;
      if (isUnmounted) return;
      await show(rows());
      settled();
    });
    return working;
  }
  watch(rows, () => void follow());

  /** Brings a line into the middle, also when the rows have just become others; if so wished, only when it is out of sight. */
  async function toRow(key: string, ifOutOfSight = false): Promise<boolean> {
    await follow();
    const index = shown.value.findIndex((row) => row.key === key);
    if (index < 0) return false;
    if (ifOutOfSight && place.isVisible(index)) return true;
    place.atEnd.value = false;
    list.value?.scrollToIndex(index, { align: 'center' });
    // Where there is nothing to scroll no scroll says that this is the end, too.
    requestAnimationFrame(place.scrolled);
    return true;
  }
  return { ...place, shown, shift, run, toRow };
}
