import { parentPort, workerData } from 'node:worker_threads';
import { loraChanges, patchableWeights } from '@visionary/diffusion/lora-compatibility';
import type { TrialFile } from './trial-metadata.js';

/** Reads the graphs of one model, or the header of one LoRA, outside the server's event loop. */
const { kind, path } = workerData as TrialFile;
parentPort?.postMessage(kind === 'model' ? await patchableWeights(path) : loraChanges(path));
