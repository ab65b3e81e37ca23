import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CommandPayload, PostUploadView, PostView } from '@visionary/contract';
import sharp from 'sharp';
import type { LiveClient } from './live-client.js';
import type { SignedUp } from './people.js';

let shade = 0;

/** A picture unlike every other one of this file. */
export function plainPicture(width: number, height: number): Promise<Buffer> {
  shade += 1;
  const background = { r: (shade * 67) % 200, g: (shade * 131) % 200, b: (shade * 29) % 200 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

type Said = Omit<CommandPayload<'feed.publish'>, 'clientId' | 'picture'>;

/** Brings a picture made elsewhere along, and publishes it. */
export async function bring(
  { client, live }: Pick<SignedUp, 'client'> & { live: LiveClient },
  said: Said,
  picture?: Buffer,
): Promise<PostView> {
  const { status, body } = await client.post<PostUploadView>('/api/post-uploads', undefined, {
    raw: picture ?? (await plainPicture(96, 64)),
    headers: { 'content-type': 'image/png' },
  });
  expect(status).toBe(201);
  const { uploadId } = body;
  return (await live.do('feed.publish', { clientId: randomUUID(), picture: { uploadId }, ...said })).post;
}
