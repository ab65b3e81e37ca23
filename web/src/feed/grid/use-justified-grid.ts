import { computed, nextTick, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue';
import type { ScrollPosition } from '../timeline/use-feed-paginator.js';
import {
  createIncrementalLayout,
  rowAt,
  gridMetricsFor,
  gridHeight,
  type Row,
  type GridMetrics,
} from './justified-layout.js';

/** Rows beyond what is in sight that stand ready, in CSS pixels of height. */
const BEYOND = 700;

interface WallSources {
  ratios(): readonly number[];
  isWhole(): boolean;
  /** Where the wall stands. */
  box: Readonly<Ref<HTMLElement | null>>;
  /** The image that has the focus stays, wherever one scrolls. */
  focused(): number | null;
  /** Height of what stands beneath each image beside its title and who made it, in CSS pixels. */
  more: number;
}

/** Of a wall of any length the rows in sight and a little more: heights are known before anything is drawn. */
export function useJustifiedGrid({ ratios, isWhole, box, focused, more }: WallSources) {
  const width = shallowRef(0);
  /** What is in sight, from the top of the wall. */
  const sight = shallowRef({ from: 0, until: 0 });
  const wall = computed(() => gridMetricsFor(width.value, more));
  const layout = createIncrementalLayout();
  const rows = computed(() => layout(ratios(), wall.value, isWhole()));
  const height = computed(() => gridHeight(rows.value, wall.value));
  const rowOf = (index: number): Row | undefined => rows.value.find((row) => index < row.until);

  const shown = computed((): Row[] => {
    const from = rowAt(rows.value, sight.value.from - BEYOND, wall.value);
    const until = rowAt(rows.value, sight.value.until + BEYOND, wall.value) + 1;
    const held = focused() === null ? undefined : rowOf(focused() ?? 0);
    const list = rows.value.slice(from, until);
    if (!held || list.includes(held)) return list;
    return [...list, held].sort((a, b) => a.top - b.top);
  });

  const { place, toPlace, look } = usePlaceOn({ box, rows, wall, sight, rowOf });
  let asked = 0;
  const soon = () => (asked ||= requestAnimationFrame(() => ((asked = 0), look())));
  /** Other rows at another width: the same images stay in sight. */
  function resized(to: number): void {
    if (to === width.value) return look();
    const kept = width.value > 0 && sight.value.from > 0 ? place() : null;
    width.value = to;
    if (kept) void nextTick(() => toPlace({ ...kept, offset: 0 }));
    else look();
  }
  const observer = new ResizeObserver(([entry]) => resized(entry ? Math.floor(entry.contentRect.width) : 0));
  onMounted(() => {
    const element = box.value;
    if (element) {
      width.value = Math.floor(element.clientWidth);
      observer.observe(element);
    }
    look();
    for (const event of ['scroll', 'resize']) window.addEventListener(event, soon, { passive: true });
  });
  onBeforeUnmount(() => {
    observer.disconnect();
    cancelAnimationFrame(asked);
    for (const event of ['scroll', 'resize']) window.removeEventListener(event, soon);
  });
  watch(height, soon, { flush: 'post' });

  return { wall, rows, height, shown, sight, rowOf, place, toPlace };
}

interface PlaceSources {
  box: Readonly<Ref<HTMLElement | null>>;
  rows: Readonly<Ref<readonly Row[]>>;
  wall: Readonly<Ref<GridMetrics>>;
  sight: Ref<{ from: number; until: number }>;
  rowOf(index: number): Row | undefined;
}

/** Where on the wall the reader is, and the way there. */
function usePlaceOn({ box, rows, wall, sight, rowOf }: PlaceSources) {
  function look(): void {
    const element = box.value;
    if (!element) return;
    const from = -element.getBoundingClientRect().top;
    const until = from + window.innerHeight;
    if (from !== sight.value.from || until !== sight.value.until) sight.value = { from, until };
  }
  return {
    look,
    /** What is above the wall counts as its first image. */
    place(): ScrollPosition {
      look();
      const { from } = sight.value;
      const row = rows.value[rowAt(rows.value, Math.max(0, from), wall.value)];
      return { index: row?.from ?? 0, offset: Math.round(from - (row?.top ?? 0)) };
    },
    toPlace({ index, offset }: ScrollPosition): void {
      const element = box.value;
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: Math.max(0, top + (rowOf(index)?.top ?? 0) + offset), behavior: 'instant' });
      look();
    },
  };
}
