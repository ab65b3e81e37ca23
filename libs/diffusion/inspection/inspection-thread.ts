import { parentPort } from 'node:worker_threads';
import { handleRequest, type InspectionRequest } from './worker-requests.js';

/** Handles one request at a time. An unhandled error ends the thread. */
parentPort?.on('message', (inspectionRequest: InspectionRequest) => {
  void handleRequest(inspectionRequest).then((reply) => parentPort?.postMessage(reply));
});
