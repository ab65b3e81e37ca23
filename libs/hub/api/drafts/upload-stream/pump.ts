import { finished, type Readable } from 'node:stream';

/**
 * Passes all chunks of `source` to `take`, which copies them and may return a promise for back pressure. Uses events, because an
 * iterator's promises cost more than the copies.
 * @param isOwned frees each chunk at once, which spares the garbage collector gigabytes. Only if nothing else uses the chunks
 * @throws errors of `take` and `source`. Then the source is paused, not destroyed
 */
export const pumpInto = (
  source: Readable,
  take: (chunk: Buffer) => Promise<void> | null,
  isOwned = false,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      source.off('data', onData);
      removeListeners();
      settle();
    };
    const fail = (error: unknown) => {
      source.pause();
      finish(() => reject(error));
    };
    const onData = (chunk: Buffer) => {
      try {
        const ready = take(chunk);
        if (isOwned) freeMemory(chunk);
        if (!ready) return;
        source.pause();
        ready.then(() => source.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    const removeListeners = finished(source, { writable: false }, (error) =>
      finish(() => (error ? reject(error) : resolve())),
    );
    source.on('data', onData);
  });

/** Only chunks with a buffer of their own; others share theirs. */
const freeMemory = ({ buffer, byteLength }: Buffer): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
};
