import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/*
 * Hashes large files off the event loop. Imports nothing of this project, so that it runs both as source and built.
 */

const READ_BATCH_SIZE = 1024 * 1024;

export interface HashJob {
  readonly call: number;
  readonly path: string;
}
/** `key` is null if reading failed. The caller then reads the file itself and gets the error. */
export interface HashResult {
  readonly call: number;
  readonly key: string | null;
}

const buffer = Buffer.allocUnsafeSlow(READ_BATCH_SIZE);

const contentKey = (path: string): string => {
  const [hasher, file] = [createHash('sha256'), openSync(path, 'r')];
  try {
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, READ_BATCH_SIZE, null);
      if (bytesRead === 0) return hasher.digest('hex');
      hasher.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    closeSync(file);
  }
};

parentPort?.on('message', ({ call, path }: HashJob) => {
  let key: string | null = null;
  try {
    key = contentKey(path);
  } catch {
    // The caller reads the file again.
  }
  parentPort?.postMessage({ call, key } satisfies HashResult);
});
