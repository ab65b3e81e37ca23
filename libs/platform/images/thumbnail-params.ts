import { z } from 'zod';

/** Parts of the path of a thumbnail. Which sizes an image has, `Thumbnails` knows. */
export const ThumbnailSize = z
  .string()
  .regex(/^\d{1,4}$/, 'a number of pixels')
  .transform(Number);
export const ContentHash = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');
