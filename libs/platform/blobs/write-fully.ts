import { finished, type Readable, type Writable } from 'node:stream';

/** Once it has been given on: whoever waits for it may use its memory again. @throws where the sink is closed before */
export const writeFully = (sink: Writable, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    if (sink.destroyed) return reject(brokenOff());
    const closed = (): void => reject(brokenOff());
    sink.once('close', closed);
    // Two arguments: some that stand in for a response know no third.
    sink.write(chunk, (error) => {
      sink.off('close', closed);
      if (error) reject(error);
      else resolve();
    });
  });

/** All of a stream, as fast as the sink takes it; the sink is not ended. The stream ends with the sink. */
export const pipeFully = async (stream: Readable, sink: Writable): Promise<void> => {
  const stop = finished(sink, { readable: false }, () => stream.destroy());
  try {
    for await (const chunk of stream) await writeFully(sink, chunk as Uint8Array);
  } finally {
    stop();
    stream.destroy();
  }
};

const brokenOff = (): Error => Object.assign(new Error('The reader has gone.'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
