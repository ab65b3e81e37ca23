import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const KEY = /^[0-9a-f]{64}$/;
const READ_AT_ONCE = 1024 * 1024;

export const isKey = (key: string): boolean => KEY.test(key);

/** @throws RangeError for what is no key */
export const requireKey = (key: string): void => {
  if (!isKey(key)) throw new RangeError('no key');
};

/** What a blob is called: SHA-256 of its content, in hex. */
export const keyOf = (content: Uint8Array): string => hash('sha256', content);

/** Read piece by piece. */
export const keyOfFile = async (path: string): Promise<string> => {
  const hashed = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: READ_AT_ONCE })) hashed.update(chunk as Buffer);
  return hashed.digest('hex');
};
