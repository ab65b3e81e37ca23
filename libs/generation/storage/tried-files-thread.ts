import { parentPort, workerData } from 'node:worker_threads';
import { loraChanges, patchableWeights } from '@visionary/diffusion/lora-fit';
import type { TriedFile } from './disk-tried-files.js';

/** Reads the graphs of one model, or the header of one LoRA, beside the server's event loop. */
const { what, path } = workerData as TriedFile;
parentPort?.postMessage(what === 'model' ? await patchableWeights(path) : loraChanges(path));
