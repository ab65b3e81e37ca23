import { createHash } from 'node:crypto';
import type { BlobStore } from '../blob-store.js';
import type { BlobReferences } from '../references/blob-references.js';

export interface VerifyResult {
  readonly blobs: number;
  readonly bytes: number;
  /** Keys of blobs whose content doesn't match, or that can't be read. */
  readonly corrupted: readonly string[];
  /** Keys of referenced blobs that don't exist. */
  readonly missing: readonly string[];
}

/** Reads all blobs and checks all references. Tolerates blobs that are stored or deleted meanwhile. */
export const verifyBlobs = async (blobs: BlobStore, references: BlobReferences): Promise<VerifyResult> => {
  const result = { blobs: 0, bytes: 0, corrupted: [] as string[], missing: new Set<string>() };
  for await (const { key, bytes } of blobs.list()) {
    const state = await stateOf(blobs, key);
    if (state === 'missing') continue;
    result.blobs++;
    result.bytes += bytes;
    if (state === 'corrupt') result.corrupted.push(key);
  }
  for await (const key of references.all()) {
    if (!result.missing.has(key) && (await blobs.sizeOf(key)) === null) result.missing.add(key);
  }
  // References that were removed meanwhile don't count as missing.
  const missing = await references.among([...result.missing]);
  return { ...result, missing: [...missing].sort() };
};

const stateOf = async (blobs: BlobStore, key: string): Promise<'intact' | 'corrupt' | 'missing'> => {
  const hasher = createHash('sha256');
  try {
    const blob = await blobs.open(key);
    if (!blob) return 'missing';
    for await (const chunk of blob.stream) hasher.update(chunk as Buffer);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return 'corrupt';
  }
  return hasher.digest('hex') === key ? 'intact' : 'corrupt';
};

/** EIO is a disk error of a single file. Other errors, such as an unreachable bucket, say nothing about the blob. */
const isUnreadable = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EIO';
