import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CommandPayload, PostUploadView, PostView } from '@visionary/contract';
import type { LiveClient } from './live-client.js';
import type { SignedUp } from './users.js';
import { solidPng } from './test-images.js';

let shade = 0;

/** A different image on every call in a test file. */
export function plainImage(width: number, height: number): Promise<Buffer> {
  shade += 1;
  const background = { r: (shade * 67) % 200, g: (shade * 131) % 200, b: (shade * 29) % 200 };
  return solidPng(width, height, background);
}

type PostFields = Omit<CommandPayload<'feed.publish'>, 'clientId' | 'image'>;

/** Uploads an image from elsewhere and publishes it. */
export async function uploadAndPublish(
  { client, live }: Pick<SignedUp, 'client'> & { live: LiveClient },
  fields: PostFields,
  image?: Buffer,
): Promise<PostView> {
  const { status, body } = await client.upload<PostUploadView>(
    '/api/post-uploads',
    image ?? (await plainImage(96, 64)),
  );
  expect(status).toBe(201);
  const { uploadId } = body;
  return (await live.do('feed.publish', { clientId: randomUUID(), image: { uploadId }, ...fields })).post;
}
