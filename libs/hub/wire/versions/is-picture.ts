import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@visionary/platform/blobs';

const HEAD_BYTES = 12;
/** PNG, JPEG, WebP. */
const PICTURE = /^(89504e47|ffd8ff|52494646.{8}57454250)/;

/** Of what other parts of the instance keep, too: the sweep, which asks all of them, decides about such blobs. */
export const isPicture = async (blobs: BlobStore, key: string): Promise<boolean> => {
  const bytes = await blobs.sizeOf(key);
  if (bytes === null || bytes < HEAD_BYTES) return false;
  const blob = await blobs.open(key, { from: 0, to: HEAD_BYTES - 1 });
  return blob !== null && PICTURE.test((await buffer(blob.stream)).toString('hex'));
};
