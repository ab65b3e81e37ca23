/** A linear map from latent channels to RGB in -1…1: one row per channel, and a bias. */
export interface LatentRgb {
  readonly factors: readonly (readonly [number, number, number])[];
  readonly bias: readonly [number, number, number];
}

/** Converts latents `[1,C,h,w]` to RGB bytes, one pixel per cell, rows from the top, 3 bytes per pixel. */
export function latentToRgb(latent: Float32Array, cells: number, { factors, bias }: LatentRgb): Uint8Array {
  const rgb = new Uint8ClampedArray(cells * 3);
  for (let cell = 0; cell < cells; cell++) {
    for (let color = 0; color < 3; color++) {
      let value = bias[color]!;
      for (let channel = 0; channel < factors.length; channel++) {
        value += latent[channel * cells + cell]! * factors[channel]![color]!;
      }
      rgb[cell * 3 + color] = (value + 1) * 127.5;
    }
  }
  return new Uint8Array(rgb.buffer);
}
