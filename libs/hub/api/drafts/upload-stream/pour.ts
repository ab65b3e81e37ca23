import { finished, type Readable } from 'node:stream';

/**
 * Gives all that `source` brings to `take`, which copies it and may ask for time. By events: an iterator's promises cost more
 * than copying does.
 * @param isOurs what was taken is cleared away at once. Left to the garbage collector, gigabytes of pieces make it look through
 *     all there is again and again. Only for a source whose pieces nobody else has
 * @throws what `take` or `source` throws. The source lives on and is paused then
 */
export const pumpInto = (
  source: Readable,
  take: (chunk: Buffer) => Promise<void> | null,
  isOurs = false,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = (settle: () => void) => {
      source.off('data', give);
      stopWaiting();
      settle();
    };
    const fail = (error: unknown) => {
      source.pause();
      leave(() => reject(error));
    };
    const give = (chunk: Buffer) => {
      try {
        const time = take(chunk);
        if (isOurs) clear(chunk);
        if (!time) return;
        source.pause();
        time.then(() => source.resume(), fail);
      } catch (error) {
        fail(error);
      }
    };
    const stopWaiting = finished(source, { writable: false }, (error) =>
      leave(() => (error ? reject(error) : resolve())),
    );
    source.on('data', give);
  });

/** Only what has memory of its own: others may lie beside it. */
const clear = ({ buffer, byteLength }: Buffer): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
};
