import { createHash, hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { fileHasher } from './file-hasher.js';

const KEY = /^[0-9a-f]{64}$/;
const READ_BATCH_SIZE = 1024 * 1024;

export const isKey = (key: string): boolean => KEY.test(key);

/** @throws RangeError for an invalid key */
export const requireKey = (key: string): void => {
  if (!isKey(key)) throw new RangeError('no key');
};

/** Key of a blob: SHA-256 of its content, in hex. */
export const contentKey = (content: Uint8Array): string => hash('sha256', content);

/** Hashes large files on a thread, because gigabytes would block the event loop for seconds. */
export const contentKeyOfFile = async (path: string): Promise<string> => {
  const { size } = await stat(path);
  return (size > READ_BATCH_SIZE ? await fileHasher.hash(path) : null) ?? hashFile(path);
};

/** Reads in pieces, reusing one buffer. */
const hashFile = async (path: string): Promise<string> => {
  const [hasher, buffer, file] = [createHash('sha256'), Buffer.allocUnsafe(READ_BATCH_SIZE), await open(path)];
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BATCH_SIZE);
      if (bytesRead === 0) return hasher.digest('hex');
      hasher.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
};
