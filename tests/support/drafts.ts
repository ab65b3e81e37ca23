import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { DraftFileView, DraftView } from '@visionary/contract';
import { Upload, type UploadOptions } from 'tus-js-client';
import type { HttpClient } from './http-client.js';
import { DEADLINE_MS } from './deadlines.js';

export async function aDraft(client: HttpClient, modelId?: string): Promise<DraftView> {
  const { status, body } = await client.post<DraftView>('/api/hub/drafts', {
    clientId: randomUUID(),
    ...(modelId && { modelId }),
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

export const draftOf = async (client: HttpClient, draftId: string): Promise<DraftView> =>
  (await client.get<DraftView>(`/api/hub/drafts/${draftId}`)).body;

/** Asks until it is so; each look is an answer of the server's. @throws Error when it is not in time, with what it is instead */
export async function until(
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
  files.length > 0 && files.every(({ state }) => state === 'checked' || state === 'refused');
export const isChecked = ({ state }: DraftView): boolean => state === 'ready' || state === 'refused';

type Options = Partial<UploadOptions> & { readonly sha256?: string };

/** As a page uploads; not started yet. */
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

/** The whole file, as it lies in the draft once it was looked at. */
export async function put(
  client: HttpClient,
  draftId: string,
  path: string,
  content: Buffer,
  options: Options = {},
): Promise<DraftFileView> {
  const { upload, done } = uploadOf(client, draftId, path, content, options);
  upload.start();
  await done;
  const draft = await until(client, draftId, ({ files }) =>
    files.some((file) => file.path === path && (file.state === 'checked' || file.state === 'refused')),
  );
  return draft.files.find((file) => file.path === path) as DraftFileView;
}

/** Code and detail of what is refused before a byte has come. */
export async function refusalOf(upload: Promise<unknown>): Promise<{ status: number; body: unknown }> {
  const error = await upload.then(
    () => new Error('it was not refused'),
    (refused: Error) => refused,
  );
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } }).originalResponse;
  if (!response) throw error;
  return { status: response.getStatus(), body: JSON.parse(response.getBody()) as unknown };
}
