export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From here on an image pressed into the network's square would look like nothing it has learnt. */
const LONG = 2;
const MAX_WINDOWS = 8;

/** The parts of an image that are looked at: the whole, or, of a long strip, squares along it that touch each other. */
export function windowsOf({ width, height }: { readonly width: number; readonly height: number }): Window[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (long < short * LONG) return [{ left: 0, top: 0, width, height }];
  const count = Math.min(MAX_WINDOWS, Math.ceil(long / short));
  // Of a strip that is longer still, windows are longer than wide, so that nothing lies between them.
  const side = Math.max(short, Math.ceil(long / count));
  return Array.from({ length: count }, (_, index) => {
    const begin = Math.round((index * (long - side)) / (count - 1));
    return width >= height
      ? { left: begin, top: 0, width: side, height: short }
      : { left: 0, top: begin, width: short, height: side };
  });
}
