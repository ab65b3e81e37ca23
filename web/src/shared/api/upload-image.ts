import { LIMITS, type PostUploadView, type SampleView, type UploadView } from '@visionary/contract';
import { Rejection } from './rejection.js';
import { ROUTES } from './routes.js';
import { pathOf, rejectionFrom } from './call.js';

/** Allows for a large image over a slow connection. */
const DEADLINE_MS = 120_000;

interface UploadOptions {
  /** Upload progress from 0 to 1. */
  progress?(share: number): void;
  /** Aborts the upload. */
  signal?: AbortSignal;
}

/**
 * Uploads an image into a room: the body is the file itself.
 * @throws Rejection TOO_LARGE before anything is sent, else with the server's code, TIMEOUT or OFFLINE
 */
export async function uploadRoomImage(roomId: string, image: Blob, options: UploadOptions = {}): Promise<UploadView> {
  return upload(pathOf(ROUTES.uploadRoomImage.path, { roomId }, {}), image, options);
}

/** Uploads an image to publish. @throws Rejection as above */
export async function uploadPostImage(image: Blob, options: UploadOptions = {}): Promise<PostUploadView> {
  return upload(ROUTES.uploadPostImage.path, image, options);
}

/** Uploads a sample image of a hub version. @throws Rejection as above */
export async function uploadSample(versionId: string, image: Blob): Promise<SampleView> {
  return upload(pathOf(ROUTES.addHubSample.path, { versionId }, {}), image, {});
}

async function upload<T>(path: string, image: Blob, options: UploadOptions): Promise<T> {
  if (image.size > LIMITS.uploadBytes) throw new Rejection('TOO_LARGE', { max: LIMITS.uploadBytes });
  const response = await send(path, image, options);
  if (!response.ok) throw await rejectionFrom(response);
  return response.json() as Promise<T>;
}

/** XMLHttpRequest, because `fetch` reports no upload progress. */
function send(path: string, body: Blob, { progress, signal }: UploadOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(ROUTES.uploadRoomImage.method, path);
    request.setRequestHeader('content-type', body.type || 'application/octet-stream');
    request.timeout = DEADLINE_MS;
    request.upload.onprogress = ({ loaded, total }) => progress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.ontimeout = () => reject(new Rejection('TIMEOUT'));
    request.onerror = request.onabort = () => reject(new Rejection('OFFLINE'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
