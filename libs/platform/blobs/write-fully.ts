import { finished, type Readable, type Writable } from 'node:stream';

/** Resolves once the chunk is flushed, so that its buffer can be reused. @throws if the sink closes before */
export const writeFully = (sink: Writable, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    if (sink.destroyed) return reject(disconnectError());
    const onClose = (): void => reject(disconnectError());
    sink.once('close', onClose);
    // Two arguments, because some response wrappers don't accept an encoding.
    sink.write(chunk, (error) => {
      sink.off('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });

/** Pipes a stream into a sink with backpressure, without ending the sink. Closing the sink destroys the stream. */
export const pipeFully = async (stream: Readable, sink: Writable): Promise<void> => {
  const stop = finished(sink, { readable: false }, () => stream.destroy());
  try {
    for await (const chunk of stream) await writeFully(sink, chunk as Uint8Array);
  } finally {
    stop();
    stream.destroy();
  }
};

const disconnectError = (): Error =>
  Object.assign(new Error('The reader disconnected.'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
