import type { RawImage } from '../image.js';
import type { Defect } from './defect.js';

/** Bytes up to this in every pixel are black; what a night scene has of light lies far above. */
const BLACK_LEVEL = 4;
/** Less than this between the darkest and the brightest byte of every channel is one colour. */
const FLAT_RANGE = 4;

/** Whether there is nothing to see: no light at all, or one colour all over. */
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
