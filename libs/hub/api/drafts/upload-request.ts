import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Identity } from '@visionary/platform/auth';

/** One request of the upload protocol, as the parts that its server calls need it. */
export interface UploadRequest {
  readonly user: Identity['user'];
  readonly request: IncomingMessage;
  /** Somebody else wants to go on with the same upload, or this node ends. */
  readonly stop: AbortController;
  /** When its turn at the upload is over, in ms since 1970, unless that is put off. */
  until?: number;
  /** What went wrong, before the protocol's server has made words of it. */
  failure?: unknown;
}

export const uploadRequestStorage = new AsyncLocalStorage<UploadRequest>();

/** @throws Error outside a request */
export const currentUploadRequest = (): UploadRequest => {
  const call = uploadRequestStorage.getStore();
  if (!call) throw new Error('There is no request here.');
  return call;
};
