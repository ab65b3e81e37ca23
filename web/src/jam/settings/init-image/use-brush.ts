import { computed, shallowRef, type Ref } from 'vue';
import { BRUSH, brushRadius, type BrushPoint, type MaskOperation, type MaskSize } from './mask-drawing.js';
import { t } from '../../../shared/i18n/index.js';

type Stroke = Extract<MaskOperation, { kind: 'stroke' }>;

export interface UseBrushOptions {
  canvas(): HTMLCanvasElement | null;
  /** The size of the mask, in its own pixels. */
  size(): MaskSize;
  /** Diameter as a share of the longer side. */
  readonly share: Ref<number>;
  readonly erases: Ref<boolean>;
  onStrokeStart(stroke: Stroke): void;
  onStrokeExtend(stroke: Stroke): void;
  onStrokeEnd(): void;
  undo(): void;
}

/** A brush for mouse, pen, finger, and keyboard: arrows move it, Space paints, and Shift with arrows draws a line. */
export function useBrush(options: UseBrushOptions) {
  const brush = createBrush(options);
  const value = shallowRef('');
  const key = brushKeys(options, brush, (across, down) => (value.value = t('jam.mask.at', { across, down })));
  const style = computed(() => {
    const { width, height } = options.size();
    return {
      left: `${(brush.at.value.x / width) * 100}%`,
      top: `${(brush.at.value.y / height) * 100}%`,
      width: `${((brush.radius() * 2) / width) * 100}%`,
      aspectRatio: '1',
    };
  });
  const center = () => void (brush.at.value = { x: options.size().width / 2, y: options.size().height / 2 });
  return {
    handlers: { ...brushPointer(options, brush), keydown: key },
    isCursorVisible: brush.isCursorVisible,
    style,
    value,
    center,
  };
}

type Brush = ReturnType<typeof createBrush>;

/** The brush position and the current stroke. */
function createBrush(options: UseBrushOptions) {
  const at = shallowRef<BrushPoint>({ x: 0, y: 0 });
  const isCursorVisible = shallowRef(false);
  let stroke: Stroke | null = null;
  const radius = () => brushRadius(options.share.value, options.size());
  return {
    at,
    isCursorVisible,
    radius,
    onStrokeStart(point: BrushPoint): void {
      stroke = { kind: 'stroke', erases: options.erases.value, radius: radius(), points: [point] };
      options.onStrokeStart(stroke);
    },
    extendStroke(point: BrushPoint): void {
      if (!stroke) return;
      stroke = { ...stroke, points: [...stroke.points, point] };
      options.onStrokeExtend(stroke);
    },
    lift(): void {
      if (stroke) options.onStrokeEnd();
      stroke = null;
    },
  };
}

function brushPointer(options: UseBrushOptions, brush: Brush) {
  function pointOf({ clientX, clientY }: MouseEvent): BrushPoint {
    const canvas = options.canvas();
    const { width, height } = options.size();
    if (!canvas) return brush.at.value;
    const box = canvas.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
  }
  return {
    pointerdown(event: PointerEvent) {
      if (event.button !== 0) return;
      (event.target as Element).setPointerCapture(event.pointerId);
      brush.at.value = pointOf(event);
      brush.isCursorVisible.value = true;
      brush.onStrokeStart(brush.at.value);
    },
    pointermove(event: PointerEvent) {
      brush.at.value = pointOf(event);
      brush.isCursorVisible.value = true;
      // Fast strokes have several points per frame.
      const parts = event.getCoalescedEvents?.() ?? [];
      for (const part of parts.length > 0 ? parts : [event]) brush.extendStroke(pointOf(part));
    },
    pointerup: brush.lift,
    pointercancel: brush.lift,
    pointerleave: () => void (brush.isCursorVisible.value = document.activeElement === options.canvas()),
    focus: () => void (brush.isCursorVisible.value = true),
    blur: () => void (brush.isCursorVisible.value = false),
  };
}

const ARROWS: Readonly<Record<string, BrushPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const inside = (value: number, max: number) => Math.min(max, Math.max(0, value));
const percent = (value: number, of: number) => Math.round((value / of) * 100);

function brushKeys(options: UseBrushOptions, brush: Brush, onMove: (across: number, down: number) => void) {
  function move(by: BrushPoint, draws: boolean): void {
    const { width, height } = options.size();
    const from = brush.at.value;
    const to = { x: inside(from.x + by.x * brush.radius(), width), y: inside(from.y + by.y * brush.radius(), height) };
    brush.at.value = to;
    if (draws) {
      brush.onStrokeStart(from);
      brush.extendStroke(to);
    }
    onMove(percent(to.x, width), percent(to.y, height));
  }
  const resize = (by: number) =>
    void (options.share.value = Math.min(BRUSH.max, Math.max(BRUSH.min, options.share.value + by)));
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => brush.onStrokeStart(brush.at.value),
    Enter: () => brush.onStrokeStart(brush.at.value),
    '[': () => resize(-0.01),
    ']': () => resize(0.01),
    e: () => void (options.erases.value = !options.erases.value),
  };

  /** @returns whether the key was handled */
  function handleKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key.toLowerCase() !== 'z' || event.altKey) return false;
      options.undo();
      return true;
    }
    const arrow = ARROWS[event.key];
    if (arrow) move(arrow, event.shiftKey);
    else keys[event.key]?.();
    return arrow !== undefined || event.key in keys;
  }
  return (event: KeyboardEvent): void => {
    if (!handleKey(event)) return;
    brush.lift();
    brush.isCursorVisible.value = true;
    event.preventDefault();
    event.stopPropagation();
  };
}
