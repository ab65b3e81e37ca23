import { createHash } from 'node:crypto';
import { readMask, readPicture } from '@visionary/diffusion';
import type { PictureJob } from '@visionary/diffusion';
import type { EngineOrder } from './engine-protocol.js';
import { TakeTrouble } from './take-failure.js';

/**
 * The picture a take starts from, at the take's size.
 * @throws TakeTrouble when its bytes did not come along, or are not those the job is bound to; RenderError when they
 * are no picture
 */
export async function startPicture({ job, initPng, maskPng }: EngineOrder): Promise<PictureJob['init']> {
  const { init } = job;
  if (!init) return undefined;
  const bytes = bound(initPng, init.sha256, 'the picture to start from');
  const picture = await readPicture(bytes, job);
  const { strength, maskSha256 } = init;
  if (maskSha256 === undefined) return { picture, strength };
  return { picture, strength, mask: await readMask(bound(maskPng, maskSha256, 'the mask'), job) };
}

function bound(bytes: Uint8Array | undefined, sha256: string, what: string): Uint8Array {
  if (!bytes) throw new TakeTrouble('RENDER_OUT_OF_RANGE', `${what} did not come with the order`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return bytes;
  const told = `${what} is another file than the one this take was bound to`;
  throw new TakeTrouble('RENDER_OUT_OF_RANGE', `${told} (${found.slice(0, 10)}, not ${sha256.slice(0, 10)})`);
}
