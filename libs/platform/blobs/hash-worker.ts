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
export interface Keyed {
  readonly call: number;
  readonly key: string | null;
}

const piece = Buffer.allocUnsafeSlow(READ_BATCH_SIZE);

const contentKey = (path: string): string => {
  const [hashed, file] = [createHash('sha256'), openSync(path, 'r')];
  try {
    for (;;) {
      const read = readSync(file, piece, 0, READ_BATCH_SIZE, null);
      if (read === 0) return hashed.digest('hex');
      hashed.update(piece.subarray(0, read));
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
  parentPort?.postMessage({ call, key } satisfies Keyed);
});
