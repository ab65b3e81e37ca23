import type { ImageRef } from '@visionary/contract';
import { pathOf, ROUTES } from '../../shared/api/index.js';

/** The URL of an image in a room. */
export function imageUrl(image: ImageRef, roomId: string): string {
  if ('uploadId' in image) return pathOf(ROUTES.roomUpload.path, { roomId, uploadId: image.uploadId }, {});
  return pathOf(ROUTES.takeImage.path, { takeId: image.takeId, index: image.index }, {});
}
