export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The aspect ratio from which scaling to a square distorts an image too much to classify it. */
const MAX_ASPECT_RATIO = 2;
const MAX_WINDOWS = 8;

/** Divides an image into windows: the whole image, or adjacent squares along a long strip. */
export function windowsOf({ width, height }: { readonly width: number; readonly height: number }): Window[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (long < short * MAX_ASPECT_RATIO) return [{ left: 0, top: 0, width, height }];
  const count = Math.min(MAX_WINDOWS, Math.ceil(long / short));
  // With the maximum number of windows, they are longer than wide, so that they cover the strip.
  const side = Math.max(short, Math.ceil(long / count));
  return Array.from({ length: count }, (_, index) => {
    const start = Math.round((index * (long - side)) / (count - 1));
    return width >= height
      ? { left: start, top: 0, width: side, height: short }
      : { left: 0, top: start, width: short, height: side };
  });
}
