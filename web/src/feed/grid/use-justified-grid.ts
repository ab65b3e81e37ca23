import { useEventListener, useResizeObserver } from '@vueuse/core';
import { computed, nextTick, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue';
import type { ScrollPosition } from '../timeline/feed-paginator.js';
import {
  createIncrementalLayout,
  rowAt,
  gridMetricsFor,
  gridHeight,
  type Row,
  type GridMetrics,
} from './justified-layout.js';

/** Height of the rows rendered beyond the viewport, in CSS pixels. */
const OVERSCAN_PX = 700;

interface UseJustifiedGridOptions {
  ratios(): readonly number[];
  isComplete(): boolean;
  /** Offset of the grid in the page. */
  box: Readonly<Ref<HTMLElement | null>>;
  /** The focused post stays rendered wherever the user scrolls. */
  focused(): number | null;
  /** Height below each image besides title and byline, in CSS pixels. */
  more: number;
  /** Whether the grid has lead images. */
  leads: boolean;
}

/** The visible rows of a grid of any length and some overscan: heights are known before rendering. */
export function useJustifiedGrid({ ratios, isComplete, box, focused, more, leads }: UseJustifiedGridOptions) {
  const width = shallowRef(0);
  /** The visible range, from the top of the grid. */
  const visibleRange = shallowRef({ from: 0, until: 0 });
  const metrics = computed(() => gridMetricsFor(width.value, { more, leads }));
  const layout = createIncrementalLayout();
  const rows = computed(() => layout(ratios(), metrics.value, isComplete()));
  const height = computed(() => gridHeight(rows.value, metrics.value));
  const rowOf = (index: number): Row | undefined => rows.value.find((row) => index < row.until);

  const visible = computed((): Row[] => {
    const from = rowAt(rows.value, visibleRange.value.from - OVERSCAN_PX, metrics.value);
    const until = rowAt(rows.value, visibleRange.value.until + OVERSCAN_PX, metrics.value) + 1;
    const focusedRow = focused() === null ? undefined : rowOf(focused() ?? 0);
    const list = rows.value.slice(from, until);
    if (!focusedRow || list.includes(focusedRow)) return list;
    return [...list, focusedRow].sort((a, b) => a.top - b.top);
  });

  const { position, toPosition, updateVisibleRange } = useScrollToPosition({ box, rows, metrics, visibleRange, rowOf });
  let lastRequest = 0;
  const scheduleUpdate = () => (lastRequest ||= requestAnimationFrame(() => ((lastRequest = 0), updateVisibleRange())));
  /** A new width changes the rows: keeps the same images visible. */
  function resized(to: number): void {
    if (to === width.value) return updateVisibleRange();
    const positionBefore = width.value > 0 && visibleRange.value.from > 0 ? position() : null;
    width.value = to;
    if (positionBefore) void nextTick(() => toPosition({ ...positionBefore, offset: 0 }));
    else updateVisibleRange();
  }
  useResizeObserver(box, ([entry]) => resized(entry ? Math.floor(entry.contentRect.width) : 0));
  useEventListener(window, ['scroll', 'resize'], scheduleUpdate, { passive: true });
  onMounted(() => {
    width.value = Math.floor(box.value?.clientWidth ?? 0);
    updateVisibleRange();
  });
  onBeforeUnmount(() => cancelAnimationFrame(lastRequest));
  watch(height, scheduleUpdate, { flush: 'post' });

  return { metrics, rows, height, visible, visibleRange, rowOf, position, toPosition };
}

interface UseScrollToPositionOptions {
  box: Readonly<Ref<HTMLElement | null>>;
  rows: Readonly<Ref<readonly Row[]>>;
  metrics: Readonly<Ref<GridMetrics>>;
  visibleRange: Ref<{ from: number; until: number }>;
  rowOf(index: number): Row | undefined;
}

/** The scroll position in the grid, and scrolling to it. */
function useScrollToPosition({ box, rows, metrics, visibleRange, rowOf }: UseScrollToPositionOptions) {
  function updateVisibleRange(): void {
    const element = box.value;
    if (!element) return;
    const from = -element.getBoundingClientRect().top;
    const until = from + window.innerHeight;
    if (from !== visibleRange.value.from || until !== visibleRange.value.until) visibleRange.value = { from, until };
  }
  return {
    updateVisibleRange,
    /** A position above the grid counts as its first image. */
    position(): ScrollPosition {
      updateVisibleRange();
      const { from } = visibleRange.value;
      const row = rows.value[rowAt(rows.value, Math.max(0, from), metrics.value)];
      return { index: row?.from ?? 0, offset: Math.round(from - (row?.top ?? 0)) };
    },
    toPosition({ index, offset }: ScrollPosition): void {
      const element = box.value;
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: Math.max(0, top + (rowOf(index)?.top ?? 0) + offset), behavior: 'instant' });
      updateVisibleRange();
    },
  };
}
