/** The crop square: its upper left corner and its side, in pixels of the upright image. */
export interface CropFrame {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A smaller square would be blurred. */
const MIN_SIDE_PX = 96;

const clamp = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high));
const maxSide = ({ width, height }: ImageSize) => Math.min(width, height);
const minSide = (size: ImageSize) => Math.min(MIN_SIDE_PX, maxSide(size));

const inside = ({ x, y, side }: CropFrame, size: ImageSize): CropFrame => ({
  side,
  x: clamp(0, x, size.width - side),
  y: clamp(0, y, size.height - side),
});

/** The largest centered square. */
export function initialFrame(size: ImageSize): CropFrame {
  const side = maxSide(size);
  return { side, x: (size.width - side) / 2, y: (size.height - side) / 2 };
}

/** Moves the frame by pixels of the image, always inside it. */
export const moveFrame = (frame: CropFrame, by: { x: number; y: number }, size: ImageSize): CropFrame =>
  inside({ ...frame, x: frame.x + by.x, y: frame.y + by.y }, size);

/** Zoom of a frame from 0 (whole image) to 1 (maximum), in even steps of magnification. */
export function zoomOf({ side }: CropFrame, size: ImageSize): number {
  const logRange = Math.log(maxSide(size) / minSide(size));
  return logRange === 0 ? 0 : Math.log(maxSide(size) / side) / logRange;
}

/** Zooms around the same center. */
export function zoomFrame(frame: CropFrame, zoom: number, size: ImageSize): CropFrame {
  const side = maxSide(size) * (minSide(size) / maxSide(size)) ** clamp(0, zoom, 1);
  const shift = (frame.side - side) / 2;
  return inside({ side, x: frame.x + shift, y: frame.y + shift }, size);
}

/** The frame for the server: whole pixels inside the image. */
export function toCropRequest(frame: CropFrame, size: ImageSize): CropFrame {
  const side = clamp(1, Math.round(frame.side), maxSide(size));
  const rounded = { side, x: Math.round(frame.x), y: Math.round(frame.y) };
  return inside(rounded, size);
}
