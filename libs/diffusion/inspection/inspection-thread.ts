import { parentPort } from 'node:worker_threads';
import { answer, type Question } from './questions.js';

/** One question at a time; one that cannot be answered ends it. */
parentPort?.on('message', (question: Question) => {
  void answer(question).then((told) => parentPort?.postMessage(told));
});
