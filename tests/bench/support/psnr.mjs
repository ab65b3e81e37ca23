import sharp from 'sharp';

/** Peak signal to noise of an encoded image against another, in dB, scaled to its size. */
export async function psnr(image, original) {
  const { width, height } = await sharp(original).metadata();
  const pixels = (input) => input.removeAlpha().toColourspace('srgb').raw().toBuffer();
  const [mine, expected] = await Promise.all([
    pixels(sharp(image).resize(width, height, { fit: 'fill', kernel: 'cubic' })),
    pixels(sharp(original)),
  ]);
  let squares = 0;
  for (let at = 0; at < expected.length; at++) squares += (mine[at] - expected[at]) ** 2;
  return squares === 0 ? Infinity : 10 * Math.log10((255 ** 2 * expected.length) / squares);
}
