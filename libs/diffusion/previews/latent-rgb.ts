/** A linear map from latent channels to red, green and blue in -1…1: one row of three a channel, and an offset. */
export interface LatentRgb {
  readonly factors: readonly (readonly [number, number, number])[];
  readonly bias: readonly [number, number, number];
}

/**
 * Latents `[1,C,h,w]` as RGB bytes, one pixel a latent cell, rows from the top, 3 bytes a pixel.
 */
export function latentToRgb(latent: Float32Array, cells: number, { factors, bias }: LatentRgb): Uint8Array {
  const rgb = new Uint8ClampedArray(cells * 3);
  for (let cell = 0; cell < cells; cell++) {
    for (let colour = 0; colour < 3; colour++) {
      let value = bias[colour]!;
      for (let channel = 0; channel < factors.length; channel++) {
        value += latent[channel * cells + cell]! * factors[channel]![colour]!;
      }
      rgb[cell * 3 + colour] = (value + 1) * 127.5;
    }
  }
  return new Uint8Array(rgb.buffer);
}
