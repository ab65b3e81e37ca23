import { describe, expect, it } from '@jest/globals';
import { fingerprintImage } from '@visionary/platform/images';
import sharp, { type Sharp } from 'sharp';
import { aScene } from '../../../../tests/support/test-images.js';
import { hammingDistance, hashToWords } from '../../domain/fingerprints/hamming-distance.js';

const apart = async (one: Buffer, other: Buffer): Promise<number> => {
  const [first, second] = [await fingerprintImage(one), await fingerprintImage(other)];
  return first.perceptualHash && second.perceptualHash
    ? hammingDistance(hashToWords(first.perceptualHash), hashToWords(second.perceptualHash))
    : 256;
};

describe('what is in a picture', () => {
  it('[S107] is the same in another container, with other words in it, and saved anew without loss', async () => {
    const scene = await aScene(1);
    const { pixelHash } = await fingerprintImage(scene);
    const same = [
      sharp(scene).webp({ lossless: true }),
      sharp(scene)
        .png({ compressionLevel: 0 })
        .withExif({ IFD0: { Copyright: 'me' } }),
      sharp(scene).ensureAlpha().png(),
      sharp(scene).png({ palette: false, progressive: true }),
    ];
    for (const file of same) expect((await fingerprintImage(await file.toBuffer())).pixelHash).toBe(pixelHash);
    const others = [
      sharp(scene).modulate({ brightness: 1.1 }).png(),
      sharp(scene).flop().png(),
      sharp(scene).resize(80).png(),
    ];
    for (const file of others) expect((await fingerprintImage(await file.toBuffer())).pixelHash).not.toBe(pixelHash);
    await expect(fingerprintImage(Buffer.from('no picture'))).rejects.toThrow();
  });

  it.each<[string, (image: Sharp) => Sharp]>([
    ['as a JPEG', (image) => image.jpeg({ quality: 50 })],
    ['at half its size', (image) => image.resize(96).png()],
    ['brighter', (image) => image.modulate({ brightness: 1.1 }).png()],
    ['a little cropped', (image) => image.extract({ left: 2, top: 1, width: 188, height: 126 }).png()],
    ['without colours', (image) => image.greyscale().png()],
    ['in a mirror', (image) => image.flop().png()],
    ['upside down', (image) => image.flip().png()],
    ['upside down in a mirror', (image) => image.flip().flop().png()],
  ])('[S114] looks like a copy of it %s, and like no other picture', async (_how, copy) => {
    const scene = await aScene(7);
    const copied = await copy(sharp(scene)).toBuffer();
    expect(await apart(scene, copied)).toBeLessThanOrEqual(32);
    for (const other of [8, 9, 10]) expect(await apart(copied, await aScene(other))).toBeGreaterThan(70);
  });

  it('[S114] looks like nothing where nothing is drawn: one colour, a soft gradient, the faintest noise', async () => {
    const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } });
    const soft = Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => 100 + Math.floor((at % 192) / 24)));
    const faint = Buffer.from(
      Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => 100 + ((at * 7919) % 97 === 0 ? 1 : 0)),
    );
    const raw = { raw: { width: 64, height: 64, channels: 3 } } as const;
    for (const image of [plain, sharp(soft, raw), sharp(faint, raw)]) {
      expect((await fingerprintImage(await image.png().toBuffer())).perceptualHash).toBeNull();
    }
  });
});
