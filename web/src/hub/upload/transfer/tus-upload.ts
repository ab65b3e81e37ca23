import { ErrorView, UPLOADS_PATH } from '@visionary/contract';
import type { DetailedError, HttpResponse } from 'tus-js-client';
import { Rejection } from '../../../shared/api/rejection.js';
import { FIRST_CHUNK_BYTES, nextChunkBytes } from './chunk-size.js';

export interface TusUploadOptions {
  readonly file: File;
  readonly draftId: string;
  readonly path: string;
  /** Of an upload that was begun; null begins one. */
  readonly fileId: string | null;
  readonly signal: AbortSignal;
  /** The upload has an id now. */
  onCreated(fileId: string): void;
  /** The server has this much, and it goes on from there. */
  resumed(from: number): void;
  progress(sent: number): void;
}

/** The line is at fault, or the server for a moment: the same again later. */
export class ConnectionLost extends Error {}
/** There is no such upload any more. */
export class UploadExpired extends Error {}

/** Somebody else holds it, too much at once, or it is further than we thought: asked again, it says. */
const RETRYABLE_CODES = [408, 423, 425, 429];
const DISK_FULL = 507;

/** @returns what an error of tus means here */
export function errorFromResponse(response: Pick<HttpResponse, 'getStatus' | 'getBody'> | null | undefined): Error {
  const status = response?.getStatus() ?? 0;
  const value = errorIn(response?.getBody());
  if (status === 404 && value?.code !== 'HUB_DRAFT_NOT_FOUND') return new UploadExpired();
  if (status === 410) return new UploadExpired();
  if (RETRYABLE_CODES.includes(status) || (status === 409 && (!value || value.code === 'HUB_UPLOAD_OFFSET_MISMATCH'))) {
    return new ConnectionLost();
  }
  if (status === 0 || (status >= 500 && status !== DISK_FULL)) return new ConnectionLost();
  return new Rejection(value?.code ?? 'INTERNAL', value?.detail);
}

function errorIn(body: string | undefined): ErrorView | undefined {
  try {
    return ErrorView.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
}

/**
 * Sends one file as far as the line holds. An aborted one stays where it is.
 * @throws ConnectionLost, UploadExpired, Refused
 */
export async function uploadWithTus(order: TusUploadOptions): Promise<void> {
  const { Upload } = await import('tus-js-client');
  const { file, draftId, path, fileId, signal } = order;
  let began = 0;
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      // With both, tus would begin anew where a server that restarts does not know the upload for a moment.
      ...(fileId === null ? { endpoint: UPLOADS_PATH } : { uploadUrl: `${UPLOADS_PATH}/${fileId}` }),
      metadata: { draftId, path },
      chunkSize: FIRST_CHUNK_BYTES,
      onBeforeRequest: () => void (began = performance.now()),
      onChunkComplete: (bytes) => (upload.options.chunkSize = nextChunkBytes(bytes, performance.now() - began)),
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => order.onCreated(idIn(upload.url)),
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') order.resumed(Number(response.getHeader('Upload-Offset') ?? 0));
      },
      onProgress: (sent) => order.progress(sent),
      onSuccess: () => resolve(),
      onError: (error) => reject(errorFromResponse((error as DetailedError).originalResponse)),
    });
    const stop = () => void upload.abort().then(() => reject(new ConnectionLost()), reject);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    upload.start();
  });
}

const idIn = (url: string | null): string => url?.split('/').at(-1) ?? '';
