import { describe, expect, it } from '@jest/globals';
import { contentOf } from '@visionary/platform/pictures';
import sharp, { type Sharp } from 'sharp';
import { aScene } from '../../../../tests/support/scenes.js';
import { distanceOf, wordsOf } from '../../domain/contents/prints.js';

const apart = async (one: Buffer, other: Buffer): Promise<number> => {
  const [first, second] = [await contentOf(one), await contentOf(other)];
  return first.print && second.print ? distanceOf(wordsOf(first.print), wordsOf(second.print)) : 256;
};

describe('what is in a picture', () => {
  it('[S107] is the same in another container, with other words in it, and saved anew without loss', async () => {
    const scene = await aScene(1);
    const { digest } = await contentOf(scene);
    const same = [
      sharp(scene).webp({ lossless: true }),
      sharp(scene)
        .png({ compressionLevel: 0 })
        .withExif({ IFD0: { Copyright: 'me' } }),
      sharp(scene).ensureAlpha().png(),
      sharp(scene).png({ palette: false, progressive: true }),
    ];
    for (const file of same) expect((await contentOf(await file.toBuffer())).digest).toBe(digest);
    const others = [
      sharp(scene).modulate({ brightness: 1.1 }).png(),
      sharp(scene).flop().png(),
      sharp(scene).resize(80).png(),
    ];
    for (const file of others) expect((await contentOf(await file.toBuffer())).digest).not.toBe(digest);
    await expect(contentOf(Buffer.from('no picture'))).rejects.toThrow();
  });

  it.each<[string, (picture: Sharp) => Sharp]>([
    ['as a JPEG', (picture) => picture.jpeg({ quality: 50 })],
    ['at half its size', (picture) => picture.resize(96).png()],
    ['brighter', (picture) => picture.modulate({ brightness: 1.1 }).png()],
    ['a little cropped', (picture) => picture.extract({ left: 2, top: 1, width: 188, height: 126 }).png()],
    ['without colours', (picture) => picture.greyscale().png()],
    ['in a mirror', (picture) => picture.flop().png()],
    ['upside down', (picture) => picture.flip().png()],
    ['upside down in a mirror', (picture) => picture.flip().flop().png()],
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
    for (const picture of [plain, sharp(soft, raw), sharp(faint, raw)]) {
      expect((await contentOf(await picture.png().toBuffer())).print).toBeNull();
    }
  });
});
