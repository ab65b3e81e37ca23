import { createHash } from 'node:crypto';
import { readMask, readImage } from '@visionary/diffusion';
import type { ImageJob } from '@visionary/diffusion';
import type { RenderCommand } from '../../../libs/generation/domain/renderer-protocol.js';
import { TakeError } from './take-failure.js';

/**
 * Decodes init image and mask at the size of the take.
 * @throws TakeError if bytes are missing or have another hash; RenderError if they are no image
 */
export async function decodeInitImage({ job, initPng, maskPng }: RenderCommand): Promise<ImageJob['init']> {
  const { init } = job;
  if (!init) return undefined;
  const bytes = requireHash(initPng, init.sha256, 'the init image');
  const image = await readImage(bytes, job);
  const { strength, maskSha256 } = init;
  if (maskSha256 === undefined) return { image, strength };
  return { image, strength, mask: await readMask(requireHash(maskPng, maskSha256, 'the mask'), job) };
}

function requireHash(bytes: Uint8Array | undefined, sha256: string, what: string): Uint8Array {
  if (!bytes) throw new TakeError('RENDER_OUT_OF_RANGE', `${what} is missing in the request`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return bytes;
  const problem = `${what} is not the file that this take is bound to`;
  throw new TakeError('RENDER_OUT_OF_RANGE', `${problem} (${found.slice(0, 10)}, not ${sha256.slice(0, 10)})`);
}
