import { parentPort, workerData } from 'node:worker_threads';
import { answer, type Question } from './questions.js';

/** Answers the one question it was started for. */
parentPort?.postMessage(await answer(workerData as Question));
