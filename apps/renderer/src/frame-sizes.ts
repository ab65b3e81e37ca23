import { downscale, encodeFrame } from '@visionary/diffusion';
import type { Frame } from '../../../libs/generation/domain/renderer-protocol.js';
import type { CheckedFrame } from './checks/take-content-check.js';

/** As the contract names them. The renderer doesn't import it. */
const SMALL_SIDES = [128, 64] as const;

export interface FrameSizes {
  readonly frame: Frame;
  /** For slow links, the largest first. */
  readonly smaller?: readonly Frame[];
}

/** Encodes a frame in all sizes that viewers get. */
export async function encodeSizes({ image, blurred }: CheckedFrame): Promise<FrameSizes> {
  const side = Math.max(image.width, image.height);
  const encode = async (one: CheckedFrame['image']): Promise<Frame> => ({
    ...(await encodeFrame(one)),
    ...(blurred && { blurred }),
  });
  const smaller = await Promise.all(
    SMALL_SIDES.filter((small) => small < side).map((small) => encode(downscale(image, small))),
  );
  return { frame: await encode(image), ...(smaller.length > 0 && { smaller }) };
}
