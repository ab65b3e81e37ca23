import { createHash, randomUUID } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import { expect } from '@jest/globals';
import type { DraftFileView, DraftView } from '@visionary/contract';
import { Upload, type UploadOptions } from 'tus-js-client';
import { DEADLINE_MS } from './deadlines.js';
import type { Answer, HttpClient } from './http-client.js';
import { safetensors } from './safetensors-writer.js';

export async function createDraft(client: HttpClient, modelId?: string): Promise<DraftView> {
  const { status, body } = await client.post<DraftView>('/api/hub/drafts', {
    clientId: randomUUID(),
    ...(modelId && { modelId }),
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

export const draftOf = async (client: HttpClient, draftId: string): Promise<DraftView> =>
  (await client.get<DraftView>(`/api/hub/drafts/${draftId}`)).body;

/** Polls the draft until a condition holds. @throws Error with the draft when the deadline passes */
export async function waitUntil(
  client: HttpClient,
  draftId: string,
  isSo: (draft: DraftView) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<DraftView> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const draft = await draftOf(client, draftId);
    if (isSo(draft)) return draft;
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(draft).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const isSettled = ({ files }: DraftView): boolean =>
  files.length > 0 && files.every(({ state }) => state === 'checked' || state === 'rejected');
export const isChecked = ({ state }: DraftView): boolean => state === 'ready' || state === 'rejected';

/** Requests the check of a draft and waits for its result. */
export async function checkDraft(client: HttpClient, draftId: string): Promise<DraftView> {
  expect((await client.post(`/api/hub/drafts/${draftId}/check`)).status).toBe(202);
  return waitUntil(client, draftId, isChecked);
}

type Options = Partial<UploadOptions> & { readonly sha256?: string };

/** An upload like that of the client; not started yet. */
export function uploadOf(
  client: HttpClient,
  draftId: string,
  path: string,
  content: Buffer,
  { sha256, ...options }: Options = {},
): { readonly upload: Upload; readonly done: Promise<void> } {
  let end: () => void;
  let fail: (error: Error) => void;
  const done = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]));
  done.catch(() => undefined);
  const upload = new Upload(content, {
    endpoint: `${client.url}/api/hub/uploads`,
    headers: { cookie: client.cookieHeader },
    metadata: { draftId, path, ...(sha256 && { sha256 }) },
    retryDelays: [0, 10, 20, 50, 100],
    ...options,
    onSuccess: () => end(),
    onError: (error) => fail(error),
  });
  return { upload, done };
}

/** Uploads the whole file and waits until it is checked. */
export async function uploadFile(
  client: HttpClient,
  draftId: string,
  path: string,
  content: Buffer,
  options: Options = {},
): Promise<DraftFileView> {
  const { upload, done } = uploadOf(client, draftId, path, content, options);
  upload.start();
  await done;
  const draft = await waitUntil(client, draftId, ({ files }) =>
    files.some((file) => file.path === path && (file.state === 'checked' || file.state === 'rejected')),
  );
  return draft.files.find((file) => file.path === path) as DraftFileView;
}

/** Code and detail of a rejection before any byte. */
export async function rejectionOf(upload: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  const error = await upload.then(
    () => new Error('it was not refused'),
    (refused: Error) => refused,
  );
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } }).originalResponse;
  if (!response) throw error;
  return { status: response.getStatus(), body: JSON.parse(response.getBody()) as unknown };
}

/** Its SHA-256 differs by `seed`. */
export const someWeights = (seed: number, count = 1024): Buffer => {
  const values = Float32Array.from({ length: count }, (_, i) => seed + i / count);
  return safetensors({ 'some.weight': { shape: [count], values } });
};
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const metadataOf = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

/** Announces a file without sending any of it. @returns the response, and the path of the upload if any */
export async function announce(
  client: HttpClient,
  metadata: Readonly<Record<string, string>>,
  bytes: number,
): Promise<Answer & { readonly path: string }> {
  const headers = {
    ...{ 'tus-resumable': '1.0.0', 'upload-length': String(bytes), 'upload-metadata': metadataOf(metadata) },
    'content-length': '0',
  };
  const answer = await client.post('/api/hub/uploads', undefined, { headers });
  return { ...answer, path: answer.headers.location ?? '' };
}

/** The offset of an upload. */
export async function offsetOf(client: HttpClient, path: string): Promise<number> {
  const { status, headers } = await client.send('HEAD', path, undefined, { headers: { 'tus-resumable': '1.0.0' } });
  expect(status).toBe(200);
  return Number(headers['upload-offset']);
}

/** @returns the status of the response, null when the connection broke */
export function patch(client: HttpClient, path: string, offset: number, rest: Buffer): Promise<number | null> {
  return new Promise((resolve) => startPatch(client, path, offset, rest.length, resolve).end(rest));
}

/** Sends this much, and breaks the connection once the server has received some of it. */
export async function abortedPatch(
  client: HttpClient,
  { path, draftId }: { readonly path: string; readonly draftId: string },
  offset: number,
  rest: Buffer,
  cutAfter: number,
): Promise<void> {
  const sent = startPatch(client, path, offset, rest.length, () => undefined);
  sent.write(rest.subarray(0, cutAfter));
  const id = path.split('/').at(-1);
  await waitUntil(client, draftId, ({ files }) => files.some((file) => file.id === id && file.received > offset));
  sent.destroy();
}

/** Starts a request of this many bytes; the caller writes them. */
export function startPatch(
  client: HttpClient,
  path: string,
  offset: number,
  bytes: number,
  onStatus: (status: number | null) => void,
): ClientRequest {
  const headers = {
    ...{ cookie: client.cookieHeader, 'tus-resumable': '1.0.0', 'upload-offset': String(offset) },
    ...{ 'content-type': 'application/offset+octet-stream', 'content-length': String(bytes) },
  };
  const sent = request(client.url + path, { method: 'PATCH', headers, agent: false }, (answer) => {
    answer.resume().once('end', () => onStatus(answer.statusCode ?? null));
  });
  return sent.once('error', () => onStatus(null));
}
