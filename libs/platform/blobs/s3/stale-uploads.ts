import { S3ServiceError } from 's3mini';
import type { S3Objects } from './s3-objects.js';

/** No upload takes as long. */
const LEFT_AFTER_MS = 2 * 24 * 3_600_000;

/** Parts of what a node was putting there when it was killed: they cost room, and nobody sees them. @returns how many uploads went */
export const abortStaleUploads = async (objects: S3Objects, prefix: string): Promise<number> => {
  let aborted = 0;
  try {
    for await (const { name, id, at } of objects.unfinished(prefix)) {
      if (Date.now() - at < LEFT_AFTER_MS) continue;
      await objects.abort(name, id);
      aborted++;
    }
  } catch (error) {
    // Not every store can list them; those that cannot clear them away themselves.
    if (!(error instanceof S3ServiceError)) throw error;
  }
  return aborted;
};
