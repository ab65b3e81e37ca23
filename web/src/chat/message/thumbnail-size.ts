interface Size {
  readonly width: number;
  readonly height: number;
}

/** Maximum sizes of a single image and of one among several, and the minimum touch size, in px. */
const ALONE = { width: 250, height: 220 };
const AMONG = { width: 120, height: 120 };
const LEAST = 44;

/** Size of an image in a message: whole if alone, a square among others, never larger than the original. */
export function thumbnailSize({ width, height }: Size, amongOthers: boolean): Size {
  if (amongOthers) return AMONG;
  const scale = Math.min(1, ALONE.width / width, ALONE.height / height);
  return { width: Math.max(LEAST, Math.round(width * scale)), height: Math.max(LEAST, Math.round(height * scale)) };
}
