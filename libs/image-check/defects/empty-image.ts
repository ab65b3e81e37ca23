import type { RawImage } from '../image.js';
import type { Defect } from './defect.js';

/** The highest byte in an all-black image. Night scenes are far brighter. */
const BLACK_LEVEL = 4;
/** The range of every channel below which an image has one color. */
const FLAT_RANGE = 4;

/** Finds images that are all black or all of one color. */
export function findEmptyImage({ data }: RawImage): Defect | null {
  const low = [255, 255, 255];
  const high = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const channel = i % 3;
    const value = data[i]!;
    if (value < low[channel]!) low[channel] = value;
    if (value > high[channel]!) high[channel] = value;
  }
  if (high.every((value) => value <= BLACK_LEVEL)) return { kind: 'black', score: 1 };
  if (high.every((value, channel) => value - low[channel]! < FLAT_RANGE)) return { kind: 'flat', score: 1 };
  return null;
}
