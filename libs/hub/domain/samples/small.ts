import type { Sample } from './samples.js';

/** Twice as wide as the widest cover in a list, for sharp screens. */
export const SMALL_SIDE = 480;

type Sides = Pick<Sample, 'width' | 'height'>;

/** Whether lists show it smaller than it is. */
export const isLarge = ({ width, height }: Sides): boolean => Math.max(width, height) > SMALL_SIDE;

/** How wide it is there, in pixels. */
export const smallWidth = ({ width, height }: Sides): number =>
  Math.max(1, Math.round((width * SMALL_SIDE) / Math.max(width, height)));
