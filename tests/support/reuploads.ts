import { randomUUID } from 'node:crypto';
import type { PostUploadView, PostView } from '@visionary/contract';
import { AttemptsService } from '../../libs/generation/use-cases/attempts.service.js';
import type { RenderRecord } from '../../libs/generation/domain/renderer-protocol.js';
import type { RunningApp } from './app.js';
import { finishedTake } from './feed.js';
import type { ConnectedUser } from './rooms.js';

/** Uploads a file for a post. */
export const uploadImage = ({ client }: ConnectedUser, raw: Buffer) =>
  client.upload<PostUploadView & { readonly code?: string }>('/api/post-uploads', raw);

/** Uploads a file and publishes it. @returns the post, or the code of the rejection */
export async function publishFile(user: ConnectedUser, file: Buffer): Promise<PostView | string> {
  const { status, body } = await uploadImage(user, file);
  if (status !== 201) return body.code ?? '';
  const order = { clientId: randomUUID(), image: { uploadId: body.uploadId }, title: 'Again' };
  const ack = await user.live.ask('feed.publish', order);
  return ack.ok ? ack.data.post : ack.error.code;
}

/** Finishes a take with this image, without a renderer, optionally with an upload as init image. @returns its id */
export async function finishTakeWithImage(
  { app, ...running }: RunningApp,
  user: ConnectedUser,
  roomId: string,
  png: Buffer,
  { uploadId, prompt }: { readonly uploadId?: string; readonly prompt?: string } = {},
): Promise<string> {
  const { id } = await finishedTake({ app, ...running }, user, roomId, {
    status: 'rendering',
    ...(uploadId && { uploadId }),
    ...(prompt && { prompt }),
  });
  const image = { png, width: 192, height: 128, seed: 1 };
  const record = { modelHash: 'f'.repeat(64), renderMs: 1, job: {} } as RenderRecord;
  await app.get(AttemptsService, { strict: false }).finish(id, 'somebody', [image], record);
  return id;
}
