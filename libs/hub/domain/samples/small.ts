import type { Sample } from './samples.js';

/** Twice as wide as the widest cover in a list, for sharp screens. */
export const THUMBNAIL_SIZE = 480;

type Sides = Pick<Sample, 'width' | 'height'>;

/** Whether lists show it smaller than it is. */
export const needsThumbnail = ({ width, height }: Sides): boolean => Math.max(width, height) > THUMBNAIL_SIZE;

/** How wide it is there, in pixels. */
export const thumbnailWidth = ({ width, height }: Sides): number =>
  Math.max(1, Math.round((width * THUMBNAIL_SIZE) / Math.max(width, height)));
