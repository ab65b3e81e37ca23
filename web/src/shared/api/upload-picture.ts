import { LIMITS, PostUploadView, ROUTES, SampleView, UploadView } from '@visionary/contract';
import { Refused } from '../refused.js';
import { pathOf, refusalIn } from './call.js';

/** A large picture over a slow line. */
const DEADLINE_MS = 120_000;

interface UploadWatch {
  /** How much has gone out, from 0 to 1. */
  progress?(share: number): void;
  /** Gives up. */
  signal?: AbortSignal;
}

/**
 * Brings a picture into a room: the body is the file itself.
 * @throws Refused TOO_LARGE before anything is sent, else with the server's code, TIMEOUT or OFFLINE
 */
export async function uploadPicture(roomId: string, picture: Blob, watch: UploadWatch = {}): Promise<UploadView> {
  return UploadView.parse(await put(pathOf(ROUTES.upload.path, { roomId }, {}), picture, watch));
}

/** Brings a picture to be published. @throws Refused as above */
export async function uploadForPost(picture: Blob, watch: UploadWatch = {}): Promise<PostUploadView> {
  return PostUploadView.parse(await put(ROUTES.uploadPost.path, picture, watch));
}

/** Brings a picture that shows what a version of the hub can do. @throws Refused as above */
export async function uploadSample(versionId: string, picture: Blob): Promise<SampleView> {
  return SampleView.parse(await put(pathOf(ROUTES.addHubSample.path, { versionId }, {}), picture, {}));
}

async function put(path: string, picture: Blob, watch: UploadWatch): Promise<unknown> {
  if (picture.size > LIMITS.uploadBytes) throw new Refused('TOO_LARGE', { max: LIMITS.uploadBytes });
  const response = await send(path, picture, watch);
  if (!response.ok) throw await refusalIn(response);
  return response.json();
}

/** `fetch` does not tell how much has gone out; the older way does. */
function send(path: string, body: Blob, { progress, signal }: UploadWatch): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(ROUTES.upload.method, path);
    request.setRequestHeader('content-type', body.type || 'application/octet-stream');
    request.timeout = DEADLINE_MS;
    request.upload.onprogress = ({ loaded, total }) => progress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.ontimeout = () => reject(new Refused('TIMEOUT'));
    request.onerror = request.onabort = () => reject(new Refused('OFFLINE'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
