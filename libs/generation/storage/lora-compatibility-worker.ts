import { parentPort } from 'node:worker_threads';
import { handleGraphRequest, type GraphRequest } from './graph-requests.js';

/** Reads graphs beside the server's event loop; one answer for each question, in their order. */
parentPort?.on('message', (question: GraphRequest) => {
  void handleGraphRequest(question).then((answer) => parentPort?.postMessage(answer));
});
