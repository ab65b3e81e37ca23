import type { LatentSize } from '../pipeline/latent-frame.js';

/** How latents are interpolated: `latent` is bilinear. Both without antialiasing, as in AUTOMATIC1111's web UI. */
export const LATENT_UPSCALERS = ['latent', 'latent_nearest'] as const;
export type LatentUpscaler = (typeof LATENT_UPSCALERS)[number];

export const isLatentUpscaler = (name: string): name is LatentUpscaler =>
  LATENT_UPSCALERS.some((upscaler) => upscaler === name);

/** Two neighbors along one axis, and the share of the second. */
interface Sample {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * Interpolates planes `[1,C,h,w]` to another size, with the positions of PyTorch's `interpolate` (pixel centers, corners
 * not aligned).
 */
export function upscaleLatents(
  values: Float32Array,
  from: LatentSize,
  to: LatentSize,
  upscaler: LatentUpscaler,
): Float32Array {
  const sample = upscaler === 'latent' ? bilinear : nearest;
  const [columns, rows] = [samples(from.width, to.width, sample), samples(from.height, to.height, sample)];
  const planes = values.length / (from.width * from.height);
  const upscaled = new Float32Array(planes * to.width * to.height);
  let target = 0;
  for (let plane = 0; plane < planes; plane++) {
    const start = plane * from.width * from.height;
    for (const row of rows) {
      const [above, below] = [start + row.from * from.width, start + row.to * from.width];
      for (const column of columns) {
        const mix = (line: number) =>
          (1 - column.share) * values[line + column.from]! + column.share * values[line + column.to]!;
        upscaled[target++] = (1 - row.share) * mix(above) + row.share * mix(below);
      }
    }
  }
  return upscaled;
}

type Sampling = (position: number, ratio: number, length: number) => Sample;

const samples = (from: number, to: number, sample: Sampling): Sample[] =>
  Array.from({ length: to }, (_, position) => sample(position, from / to, from));

const bilinear: Sampling = (position, ratio, length) => {
  const source = Math.max(0, (position + 0.5) * ratio - 0.5);
  const from = Math.min(Math.floor(source), length - 1);
  return { from, to: Math.min(from + 1, length - 1), share: source - from };
};

const nearest: Sampling = (position, ratio, length) => {
  const from = Math.min(Math.floor(position * ratio), length - 1);
  return { from, to: from, share: 0 };
};
