import { computed, shallowRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { BRUSH, brushRadius, type BrushPoint, type MaskOperation, type MaskSize } from './mask-drawing.js';

type Stroke = Extract<MaskOperation, { kind: 'stroke' }>;

export interface UseBrushOptions {
  surface(): HTMLCanvasElement | null;
  /** Of the mask, in its own pixels. */
  size(): MaskSize;
  /** Diameter as a share of the longer side. */
  readonly share: Ref<number>;
  readonly erases: Ref<boolean>;
  onStrokeStart(stroke: Stroke): void;
  go(stroke: Stroke): void;
  undo(): void;
}

/** A brush for mouse, pen and finger, and for the keyboard: arrows move it, Space paints, with Shift held it draws along. */
export function useBrush(hands: UseBrushOptions) {
  const { t } = useI18n();
  const brush = makeBrush(hands);
  const said = shallowRef('');
  const key = brushKeys(hands, brush, (across, down) => (said.value = t('jam.mask.at', { across, down })));
  const style = computed(() => {
    const { width, height } = hands.size();
    return {
      left: `${(brush.at.value.x / width) * 100}%`,
      top: `${(brush.at.value.y / height) * 100}%`,
      width: `${((brush.radius() * 2) / width) * 100}%`,
      aspectRatio: '1',
    };
  });
  const center = () => void (brush.at.value = { x: hands.size().width / 2, y: hands.size().height / 2 });
  return { handlers: { ...brushPointer(hands, brush), keydown: key }, shown: brush.shown, style, said, center };
}

type Brush = ReturnType<typeof makeBrush>;

/** Where it is, and the stroke it is drawing. */
function makeBrush(hands: UseBrushOptions) {
  const at = shallowRef<BrushPoint>({ x: 0, y: 0 });
  const shown = shallowRef(false);
  let stroke: Stroke | null = null;
  const radius = () => brushRadius(hands.share.value, hands.size());
  return {
    at,
    shown,
    radius,
    onStrokeStart(point: BrushPoint): void {
      stroke = { kind: 'stroke', erases: hands.erases.value, radius: radius(), points: [point] };
      hands.onStrokeStart(stroke);
    },
    go(point: BrushPoint): void {
      if (!stroke) return;
      stroke = { ...stroke, points: [...stroke.points, point] };
      hands.go(stroke);
    },
    lift: (): void => void (stroke = null),
  };
}

function brushPointer(hands: UseBrushOptions, brush: Brush) {
  function pointOf({ clientX, clientY }: MouseEvent): BrushPoint {
    const surface = hands.surface();
    const { width, height } = hands.size();
    if (!surface) return brush.at.value;
    const box = surface.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
  }
  return {
    pointerdown(event: PointerEvent) {
      if (event.button !== 0) return;
      (event.target as Element).setPointerCapture(event.pointerId);
      brush.at.value = pointOf(event);
      brush.shown.value = true;
      brush.onStrokeStart(brush.at.value);
    },
    pointermove(event: PointerEvent) {
      brush.at.value = pointOf(event);
      brush.shown.value = true;
      // A fast hand moves farther between two frames than one event tells.
      const parts = event.getCoalescedEvents?.() ?? [];
      for (const part of parts.length > 0 ? parts : [event]) brush.go(pointOf(part));
    },
    pointerup: brush.lift,
    pointercancel: brush.lift,
    pointerleave: () => void (brush.shown.value = document.activeElement === hands.surface()),
    focus: () => void (brush.shown.value = true),
    blur: () => void (brush.shown.value = false),
  };
}

const ARROWS: Readonly<Record<string, BrushPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const inside = (value: number, most: number) => Math.min(most, Math.max(0, value));
const percent = (value: number, of: number) => Math.round((value / of) * 100);

function brushKeys(hands: UseBrushOptions, brush: Brush, onMove: (across: number, down: number) => void) {
  function move(by: BrushPoint, draws: boolean): void {
    const { width, height } = hands.size();
    const from = brush.at.value;
    const to = { x: inside(from.x + by.x * brush.radius(), width), y: inside(from.y + by.y * brush.radius(), height) };
    brush.at.value = to;
    if (draws) {
      brush.onStrokeStart(from);
      brush.go(to);
    }
    onMove(percent(to.x, width), percent(to.y, height));
  }
  const resize = (by: number) =>
    void (hands.share.value = Math.min(BRUSH.max, Math.max(BRUSH.min, hands.share.value + by)));
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => brush.onStrokeStart(brush.at.value),
    Enter: () => brush.onStrokeStart(brush.at.value),
    '[': () => resize(-0.01),
    ']': () => resize(0.01),
    e: () => void (hands.erases.value = !hands.erases.value),
  };

  /** @returns whether the key meant something here */
  function understood(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key.toLowerCase() !== 'z' || event.altKey) return false;
      hands.undo();
      return true;
    }
    const arrow = ARROWS[event.key];
    if (arrow) move(arrow, event.shiftKey);
    else keys[event.key]?.();
    return arrow !== undefined || event.key in keys;
  }
  return (event: KeyboardEvent): void => {
    if (!understood(event)) return;
    brush.lift();
    brush.shown.value = true;
    event.preventDefault();
    event.stopPropagation();
  };
}
