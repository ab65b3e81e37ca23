import { parentPort } from 'node:worker_threads';
import { handleGraphRequest, type GraphRequest } from './graph-requests.js';

/** Reads graphs outside the server's event loop. Responds to each request in order. */
parentPort?.on('message', (request: GraphRequest) => {
  void handleGraphRequest(request).then((response) => parentPort?.postMessage(response));
});
