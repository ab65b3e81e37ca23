import { parentPort } from 'node:worker_threads';
import { loraFit } from '@visionary/diffusion/lora-fit';
import type { FitQuestion } from './lora-fits.js';

/** Reads graphs beside the server's event loop; one answer for each question, in their order. */
parentPort?.on('message', ({ modelDir, loraPath }: FitQuestion) => {
  void loraFit(modelDir, loraPath).then(
    ({ fits }) => parentPort?.postMessage(fits),
    () => parentPort?.postMessage(false),
  );
});
