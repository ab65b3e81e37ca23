import { ROUTES, type PictureRef } from '@visionary/contract';
import { pathOf } from '../shared/api/index.js';

/** Where a picture that a room has can be fetched. */
export function pictureAddress(picture: PictureRef, roomId: string): string {
  if ('uploadId' in picture) return pathOf(ROUTES.uploaded.path, { roomId, uploadId: picture.uploadId }, {});
  return pathOf(ROUTES.picture.path, { takeId: picture.takeId, index: picture.index }, {});
}
