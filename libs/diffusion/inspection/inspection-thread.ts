import { parentPort } from 'node:worker_threads';
import { handleRequest, type InspectionRequest } from './worker-requests.js';

/** One question at a time; one that cannot be answered ends it. */
parentPort?.on('message', (inspectionRequest: InspectionRequest) => {
  void handleRequest(inspectionRequest).then((told) => parentPort?.postMessage(told));
});
