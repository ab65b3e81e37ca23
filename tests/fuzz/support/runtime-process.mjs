/** Loads and runs every graph that arrives. Errors are fine; a signal is what the fuzz looks for. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { FED } from './arithmetic.mjs';

process.on('message', async (graph) => {
  try {
    const session = await InferenceSession.create(new Uint8Array(graph), { intraOpNumThreads: 1, logSeverityLevel: 4 });
    for (const value of FED) {
      const feeds = {
        x: new Tensor('float32', Float32Array.of(1.5), [1]),
        i: new Tensor('int64', BigInt64Array.of(value), [1]),
      };
      await session
        .run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])))
        .catch(() => undefined);
    }
  } catch {
    // The runtime rejects it.
  }
  process.send('done');
});
