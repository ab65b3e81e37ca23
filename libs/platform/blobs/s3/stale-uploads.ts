import { S3ServiceError } from 's3mini';
import type { S3Objects } from './s3-objects.js';

/** Longer than any upload takes. */
const STALE_AFTER_MS = 2 * 24 * 3_600_000;

/** Aborts multipart uploads of crashed nodes, which use storage invisibly. @returns their number */
export const abortStaleUploads = async (objects: S3Objects, prefix: string): Promise<number> => {
  let aborted = 0;
  try {
    for await (const { name, id, at } of objects.listMultipartUploads(prefix)) {
      if (Date.now() - at < STALE_AFTER_MS) continue;
      await objects.abort(name, id);
      aborted++;
    }
  } catch (error) {
    // Stores that can't list multipart uploads clean them up themselves.
    if (!(error instanceof S3ServiceError)) throw error;
  }
  return aborted;
};
