import { createHash } from 'node:crypto';
import { readMask, readImage } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import type { EngineRenderRequest } from './engine-protocol.js';
import { TakeError } from './take-failure.js';

/**
 * The image a take starts from, at the take's size.
 * @throws TakeError when its bytes did not come along, or are not those the job is bound to; RenderError when they
 * are no image
 */
export async function decodeInitImage({ job, initPng, maskPng }: EngineRenderRequest): Promise<ImageJob['init']> {
  const { init } = job;
  if (!init) return undefined;
  const bytes = requireHash(initPng, init.sha256, 'the picture to start from');
  const image = await readImage(bytes, job);
  const { strength, maskSha256 } = init;
  if (maskSha256 === undefined) return { image, strength };
  return { image, strength, mask: await readMask(requireHash(maskPng, maskSha256, 'the mask'), job) };
}

function requireHash(bytes: Uint8Array | undefined, sha256: string, what: string): Uint8Array {
  if (!bytes) throw new TakeError('RENDER_OUT_OF_RANGE', `${what} did not come with the order`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return bytes;
  const told = `${what} is another file than the one this take was bound to`;
  throw new TakeError('RENDER_OUT_OF_RANGE', `${told} (${found.slice(0, 10)}, not ${sha256.slice(0, 10)})`);
}
