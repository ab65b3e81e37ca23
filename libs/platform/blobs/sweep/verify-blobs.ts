import { createHash } from 'node:crypto';
import type { BlobStore } from '../blob-store.js';
import type { BlobReferences } from '../references/blob-references.js';

export interface VerifyResult {
  readonly blobs: number;
  readonly bytes: number;
  /** Keys of what is there, and not what its key says, or could not be read to its end. */
  readonly damaged: readonly string[];
  /** Keys of what is needed, and not there. */
  readonly missing: readonly string[];
}

/** Reads all that is stored, and looks for all that is needed. What comes or goes meanwhile is no fault. */
export const verifyBlobs = async (blobs: BlobStore, needs: BlobReferences): Promise<VerifyResult> => {
  const found = { blobs: 0, bytes: 0, damaged: [] as string[], missing: new Set<string>() };
  for await (const { key, bytes } of blobs.list()) {
    const state = await stateOf(blobs, key);
    if (state === 'gone') continue;
    found.blobs++;
    found.bytes += bytes;
    if (state === 'damaged') found.damaged.push(key);
  }
  for await (const key of needs.all()) {
    if (!found.missing.has(key) && (await blobs.sizeOf(key)) === null) found.missing.add(key);
  }
  // What went because nobody needs it any more was needed when it was asked for.
  const missing = await needs.among([...found.missing]);
  return { ...found, missing: [...missing].sort() };
};

const stateOf = async (blobs: BlobStore, key: string): Promise<'sound' | 'damaged' | 'gone'> => {
  const hashed = createHash('sha256');
  try {
    const blob = await blobs.open(key);
    if (!blob) return 'gone';
    for await (const chunk of blob.stream) hashed.update(chunk as Buffer);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return 'damaged';
  }
  return hashed.digest('hex') === key ? 'sound' : 'damaged';
};

/** A disk that gives one file no more; a bucket that cannot be reached says nothing about the next. */
const isUnreadable = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EIO';
