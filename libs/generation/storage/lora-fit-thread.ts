import { parentPort } from 'node:worker_threads';
import { answerOf, type GraphQuestion } from './graph-questions.js';

/** Reads graphs beside the server's event loop; one answer for each question, in their order. */
parentPort?.on('message', (question: GraphQuestion) => {
  void answerOf(question).then((answer) => parentPort?.postMessage(answer));
});
