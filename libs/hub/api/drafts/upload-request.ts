import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Identity } from '@visionary/platform/auth';

/** An HTTP request of the tus protocol, for the code that the tus server calls. */
export interface UploadRequest {
  readonly user: Identity['user'];
  readonly request: IncomingMessage;
  /** Aborted when another request takes over the upload, or the node shuts down. */
  readonly stop: AbortController;
  /** End of the lease on the upload, in ms since 1970. */
  leaseUntil?: number;
  /** The error before the tus server turned it into a response. */
  failure?: unknown;
}

export const uploadRequestStorage = new AsyncLocalStorage<UploadRequest>();

/** @throws Error outside a request */
export const currentUploadRequest = (): UploadRequest => {
  const call = uploadRequestStorage.getStore();
  if (!call) throw new Error('Not inside an upload request.');
  return call;
};
