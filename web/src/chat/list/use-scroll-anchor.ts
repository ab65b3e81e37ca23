import { nextTick, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';
import { rowTransitions, type Keyed } from './row-transitions.js';
import { useScrollPosition } from './use-scroll-position.js';
import type { UseScrollAnchorOptions } from './virtual-list.js';

/**
 * Anchors a virtual list: it follows new rows at the end, and elsewhere nothing moves when rows change above or
 * below.
 */
export function useScrollAnchor<R extends Keyed>({
  rows,
  list,
  box,
  visible,
  isFirm,
  onRendered,
}: UseScrollAnchorOptions<R>) {
  const renderedRows = shallowRef([...rows()]) as Ref<R[]>;
  const shift = shallowRef(false);
  /** A new key means a new list: cached heights are discarded. */
  const version = shallowRef(0);
  const anchor = useScrollPosition({ rows: renderedRows, list, box, visible, isFirm });
  let running: Promise<void> = Promise.resolve();
  let isQueued = false;
  let isUnmounted = false;
  onBeforeUnmount(() => (isUnmounted = true));

  async function show(next: readonly R[]): Promise<void> {
    const steps = rowTransitions(renderedRows.value, next, anchor.index());
    if (!steps) version.value += 1;
    for (const step of steps ?? [{ rows: [...next], shift: false }]) {
      [shift.value, renderedRows.value] = [step.shift, step.rows];
      await nextTick();
      if (isUnmounted) return;
    }
    shift.value = false;
    if (anchor.atEnd.value) anchor.toEnd();
  }
  /** Applies changes one at a time, each from the current rows. */
  function follow(): Promise<void> {
    if (isQueued) return running;
    isQueued = true;
    running = running.then(async () => {
      isQueued = false;
      if (isUnmounted) return;
      await show(rows());
      onRendered();
    });
    return running;
  }
  watch(rows, () => void follow());

  /** Centers a row, also right after the rows changed; optionally only if it is not visible. */
  async function toRow(key: string, ifHidden = false): Promise<boolean> {
    await follow();
    const index = renderedRows.value.findIndex((row) => row.key === key);
    if (index < 0) return false;
    if (ifHidden && anchor.isVisible(index)) return true;
    anchor.atEnd.value = false;
    list.value?.scrollToIndex(index, { align: 'center' });
    // Without a scrollbar no scroll event reports that the end is visible.
    requestAnimationFrame(anchor.scrolled);
    return true;
  }
  return { ...anchor, rows: renderedRows, shift, version, toRow };
}
