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
const LEAST_SIDE = 96;

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high));
const largestIn = ({ width, height }: ImageSize) => Math.min(width, height);
const leastIn = (size: ImageSize) => Math.min(LEAST_SIDE, largestIn(size));

const inside = ({ x, y, side }: CropFrame, size: ImageSize): CropFrame => ({
  side,
  x: between(0, x, size.width - side),
  y: between(0, y, size.height - side),
});

/** The largest centered square. */
export function initialFrame(size: ImageSize): CropFrame {
  const side = largestIn(size);
  return { side, x: (size.width - side) / 2, y: (size.height - side) / 2 };
}

/** Moves the frame by pixels of the image, always inside it. */
export const moveFrame = (frame: CropFrame, by: { x: number; y: number }, size: ImageSize): CropFrame =>
  inside({ ...frame, x: frame.x + by.x, y: frame.y + by.y }, size);

/** Zoom of a frame from 0 (whole image) to 1 (maximum), in even steps of magnification. */
export function zoomOf({ side }: CropFrame, size: ImageSize): number {
  const reach = Math.log(largestIn(size) / leastIn(size));
  return reach === 0 ? 0 : Math.log(largestIn(size) / side) / reach;
}

/** Zooms around the same center. */
export function zoomFrame(frame: CropFrame, zoom: number, size: ImageSize): CropFrame {
  const side = largestIn(size) * (leastIn(size) / largestIn(size)) ** between(0, zoom, 1);
  const shift = (frame.side - side) / 2;
  return inside({ side, x: frame.x + shift, y: frame.y + shift }, size);
}

/** The frame for the server: whole pixels inside the image. */
export function toCropRequest(frame: CropFrame, size: ImageSize): CropFrame {
  const side = between(1, Math.round(frame.side), largestIn(size));
  const whole = { side, x: Math.round(frame.x), y: Math.round(frame.y) };
  return inside(whole, size);
}
