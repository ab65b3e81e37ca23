/** Longer sides of thumbnails, in pixels. */
const SIZES = [320, 640, 1280] as const;

/** The largest thumbnail of any image. */
export const MAX_THUMBNAIL_SIZE = 1280;

/**
 * Longer sides of the thumbnails of an image, ascending. None is above its own, which is the last one unless the image is larger than
 * all thumbnails: as WebP it has a fifth of the bytes of the PNG.
 */
export const thumbnailSizesOf = ({ width, height }: { readonly width: number; readonly height: number }): number[] => {
  const longest = Math.min(Math.max(width, height), MAX_THUMBNAIL_SIZE);
  return [...SIZES.filter((side) => side < longest), longest];
};
