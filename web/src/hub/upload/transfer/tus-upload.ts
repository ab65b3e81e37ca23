import { ErrorView, UPLOADS_PATH } from '@visionary/contract';
import type { DetailedError, HttpResponse } from 'tus-js-client';
import { Rejection } from '../../../shared/api/rejection.js';

const MIB = 1024 ** 2;
/** The most that a buffering proxy loses when a slow connection breaks. */
export const FIRST_CHUNK_BYTES = 8 * MIB;
/** Most proxies accept bodies of this size. */
const MAX_CHUNK_BYTES = 64 * MIB;
/** Each chunk costs database queries, so fast connections use larger ones. */
const CHUNK_MS = 4_000;

/** @returns the size of the next chunk: at most twice the previous one */
export const nextChunkBytes = (bytes: number, elapsedMs: number): number => {
  const fits = (bytes / Math.max(elapsedMs, 1)) * CHUNK_MS;
  return Math.round(Math.min(Math.max(FIRST_CHUNK_BYTES, Math.min(fits, bytes * 2)), MAX_CHUNK_BYTES));
};

export interface TusUploadOptions {
  readonly file: File;
  readonly draftId: string;
  readonly path: string;
  /** The id of a started upload; null starts a new one. */
  readonly fileId: string | null;
  readonly signal: AbortSignal;
  /** The upload has an id. */
  onCreated(fileId: string): void;
  /** The server has stored this much and resumes from there. */
  onResumed(from: number): void;
  progress(sentBytes: number): void;
}

/** A network or temporary server error: retry later. */
export class ConnectionLost extends Error {}
/** The upload no longer exists. */
export class UploadExpired extends Error {}

/** The upload is locked, rate-limited, or at another offset: ask the server for its state. */
const RETRYABLE_CODES = [408, 423, 425, 429];
const DISK_FULL = 507;

/** @returns the meaning of a tus error */
export function errorFromResponse(response: Pick<HttpResponse, 'getStatus' | 'getBody'> | null | undefined): Error {
  const status = response?.getStatus() ?? 0;
  const body = errorIn(response?.getBody());
  if (status === 404 && body?.code !== 'HUB_DRAFT_NOT_FOUND') return new UploadExpired();
  if (status === 410) return new UploadExpired();
  if (RETRYABLE_CODES.includes(status) || (status === 409 && (!body || body.code === 'HUB_UPLOAD_OFFSET_MISMATCH'))) {
    return new ConnectionLost();
  }
  if (status === 0 || (status >= 500 && status !== DISK_FULL)) return new ConnectionLost();
  return new Rejection(body?.code ?? 'INTERNAL', body?.detail);
}

function errorIn(body: string | undefined): ErrorView | undefined {
  try {
    return ErrorView.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
}

/**
 * Uploads one file until it ends or the connection is lost. An aborted upload keeps its progress.
 * @throws ConnectionLost, UploadExpired, Rejection
 */
export async function uploadWithTus(options: TusUploadOptions): Promise<void> {
  const { Upload } = await import('tus-js-client');
  const { file, draftId, path, fileId, signal } = options;
  let startedAt = 0;
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      // With both, tus would restart if a restarting server does not know the upload for a moment.
      ...(fileId === null ? { endpoint: UPLOADS_PATH } : { uploadUrl: `${UPLOADS_PATH}/${fileId}` }),
      metadata: { draftId, path },
      chunkSize: FIRST_CHUNK_BYTES,
      onBeforeRequest: () => void (startedAt = performance.now()),
      onChunkComplete: (bytes) => (upload.options.chunkSize = nextChunkBytes(bytes, performance.now() - startedAt)),
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => options.onCreated(idIn(upload.url)),
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') options.onResumed(Number(response.getHeader('Upload-Offset') ?? 0));
      },
      onProgress: (sentBytes) => options.progress(sentBytes),
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
