import { z } from 'zod';
import type { DecoderResponse, ImageTask } from './image-task.js';

/** The decoder handles files of strangers, so its responses are not trusted. */

const MAX_BYTES = 64 * 2 ** 20;
const SIGNATURES = { png: '89504e470d0a1a0a', webp: '52494646', gif: '47494638' };

const side = z.number().int().min(1).max(1_000_000);
const size = { width: side, height: side };
const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const RESPONSE = z.strictObject({
  id: z.number().int(),
  result: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('image'),
      data: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= MAX_BYTES),
      ...size,
    }),
    z.strictObject({ type: z.literal('fingerprint'), pixelHash: hex(64), perceptualHash: hex(64).nullable() }),
    z.strictObject({ type: z.literal('unreadable') }),
    z.strictObject({ type: z.literal('tooLarge'), maxPixels: z.number().int(), ...size }),
    z.strictObject({ type: z.literal('outside'), ...size }),
  ]),
});

/** @returns undefined for a message that no decoder of this version sends */
export const parseDecoderResponse = (message: unknown): DecoderResponse | undefined => RESPONSE.safeParse(message).data;

/** Whether a result is one of the task, and an image has the format that was asked for. */
export function isResultOf({ result }: DecoderResponse, task: ImageTask): boolean {
  if (result.type !== 'image') return result.type !== 'fingerprint' || task.type === 'fingerprint';
  if (task.type === 'fingerprint') return false;
  const format = task.type === 'animate' ? task.animation.format : task.transform.format.type;
  return Buffer.from(result.data.subarray(0, 8)).toString('hex').startsWith(SIGNATURES[format]);
}
