import type { FrameView } from '@visionary/contract';

/** The image of a preview frame, decoded off the main thread; null if it has none or is invalid. */
export async function decodeFrame(frame: FrameView['frame']): Promise<ImageBitmap | null> {
  if (!frame) return null;
  const bytes = new Uint8Array(frame.bytes);
  return await createImageBitmap(new Blob([bytes], { type: frame.mime })).catch(() => null);
}
