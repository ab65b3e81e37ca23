import { describe, expect, it } from '@jest/globals';
import { fingerprintImage } from '../../../platform/images/image-fingerprint.js';
import sharp, { type Sharp } from 'sharp';
import { sceneImage } from '../../../../tests/support/test-images.js';
import { hammingDistance, hashToWords } from '../../domain/fingerprints/hamming-distance.js';

const distanceOf = async (one: Buffer, other: Buffer): Promise<number> => {
  const [first, second] = [await fingerprintImage(one), await fingerprintImage(other)];
  return first.perceptualHash && second.perceptualHash
    ? hammingDistance(hashToWords(first.perceptualHash), hashToWords(second.perceptualHash))
    : 256;
};

describe('fingerprintImage', () => {
  it('[S107] returns the same pixel hash for other containers, metadata and lossless encodings', async () => {
    const scene = await sceneImage(1);
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
    await expect(fingerprintImage(Buffer.from('no image'))).rejects.toThrow();
  });

  it.each<[string, (image: Sharp) => Sharp]>([
    ['as a JPEG', (image) => image.jpeg({ quality: 50 })],
    ['at half its size', (image) => image.resize(96).png()],
    ['brighter', (image) => image.modulate({ brightness: 1.1 }).png()],
    ['slightly cropped', (image) => image.extract({ left: 2, top: 1, width: 188, height: 126 }).png()],
    ['in grayscale', (image) => image.greyscale().png()],
    ['flipped horizontally', (image) => image.flop().png()],
    ['flipped vertically', (image) => image.flip().png()],
    ['flipped in both directions', (image) => image.flip().flop().png()],
  ])(
    '[S114] returns a similar perceptual hash for a copy %s, and a different one for other images',
    async (_title, copy) => {
      const scene = await sceneImage(7);
      const copied = await copy(sharp(scene)).toBuffer();
      expect(await distanceOf(scene, copied)).toBeLessThanOrEqual(32);
      for (const other of [8, 9, 10]) expect(await distanceOf(copied, await sceneImage(other))).toBeGreaterThan(70);
    },
  );

  it('[S114] returns no perceptual hash for one color, a soft gradient and faint noise', async () => {
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
