/** A point of a brush stroke, in pixels of the mask. */
export interface BrushPoint {
  readonly x: number;
  readonly y: number;
}

/** One operation on a mask. All operations in order produce the mask. */
export type MaskOperation =
  | {
      readonly kind: 'stroke';
      readonly erases: boolean;
      readonly radius: number;
      readonly points: readonly BrushPoint[];
    }
  | { readonly kind: 'clear' }
  | { readonly kind: 'invert' };

/** The part of a 2D context that a mask needs. */
export type MaskContext = Pick<
  CanvasRenderingContext2D,
  | 'globalCompositeOperation'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'clearRect'
  | 'fillRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'fill'
  | 'stroke'
>;

export interface MaskSize {
  readonly width: number;
  readonly height: number;
}

/** How the mask is drawn: opaque, in any color. */
export type MaskFill = string | CanvasPattern;

/** Opaque pixels are repainted; the others stay transparent. */
export function drawOperation(
  context: MaskContext,
  { width, height }: MaskSize,
  operation: MaskOperation,
  ink: MaskFill,
): void {
  switch (operation.kind) {
    case 'clear':
      context.clearRect(0, 0, width, height);
      return;
    case 'invert':
      context.globalCompositeOperation = 'source-out';
      context.fillStyle = ink;
      context.fillRect(0, 0, width, height);
      context.globalCompositeOperation = 'source-over';
      return;
    case 'stroke':
      return stroke(context, operation, ink);
    default:
      return operation satisfies never;
  }
}

type Stroke = Extract<MaskOperation, { kind: 'stroke' }>;

function stroke(context: MaskContext, { erases, radius, points }: Stroke, ink: MaskFill): void {
  const [first, ...rest] = points;
  if (!first) return;
  context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.lineWidth = radius * 2;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.arc(first.x, first.y, radius, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of rest) context.lineTo(x, y);
  if (rest.length > 0) context.stroke();
  context.globalCompositeOperation = 'source-over';
}

/** Brush sizes offered, as a share of the longer side. */
export const BRUSH = { min: 0.01, max: 0.25, first: 0.06 } as const;
export const brushRadius = (share: number, { width, height }: MaskSize): number =>
  Math.max(1, (share * Math.max(width, height)) / 2);

/** The share of the image that is painted, 0 to 1, from the RGBA pixels of a mask. */
export function paintedShare(pixels: Uint8ClampedArray): number {
  let painted = 0;
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 127) painted += 1;
  return (painted * 4) / pixels.length;
}

/** The model works on blocks of 8 × 8 pixels and paints nothing recognizable on a few of them. */
const SMALL_SHARE = 0.08;
export const isSmallMask = (share: number): boolean => share > 0 && share < SMALL_SHARE;

/** The maximum resolution of a mask: the model uses an eighth of it. */
const LONGEST_PX = 1024;
export function maskSize({ width, height }: MaskSize): MaskSize {
  const scale = Math.min(1, LONGEST_PX / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
