import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { readMask, readImage } from './read-image.js';

const raw = (width: number, height: number, channels: 1 | 3 | 4) => ({ raw: { width, height, channels } });
/** The left half in one color, the right half in another. */
const halves = (width: number, height: number, left: number[], right: number[]) =>
  sharp(
    Uint8Array.from({ length: width * height * left.length }, (_, at) => {
      const x = Math.floor(at / left.length) % width;
      return (x < width / 2 ? left : right)[at % left.length]!;
    }),
    raw(width, height, left.length as 1 | 3 | 4),
  );

describe('readImage', () => {
  it('covers the requested size and keeps the center', async () => {
    const png = await halves(64, 16, [255, 0, 0], [0, 0, 255]).png().toBuffer();
    const { rgb, width, height } = await readImage(png, { width: 16, height: 16 });
    expect([width, height, rgb.length]).toEqual([16, 16, 16 * 16 * 3]);
    expect([...rgb.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...rgb.subarray(15 * 3, 16 * 3)]).toEqual([0, 0, 255]);
  });

  it('keeps all pixels when the size is equal', async () => {
    const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, at) => (at * 37) % 256);
    const png = await sharp(data, raw(8, 8, 3))
      .png()
      .toBuffer();
    expect((await readImage(png, { width: 8, height: 8 })).rgb).toEqual(data);
  });

  it('makes transparency white, and grayscale RGB', async () => {
    const png = await halves(8, 8, [0, 0, 0, 0], [0, 0, 0, 255]).png().toBuffer();
    const { rgb } = await readImage(png, { width: 8, height: 8 });
    expect([rgb[0], rgb[7 * 3]]).toEqual([255, 0]);
    const grey = await halves(8, 8, [100], [200]).toColourspace('b-w').png().toBuffer();
    expect((await readImage(grey, { width: 8, height: 8 })).rgb).toHaveLength(8 * 8 * 3);
  });

  it('applies the EXIF orientation', async () => {
    const turned = halves(16, 8, [255, 0, 0], [0, 0, 255]).withMetadata({ orientation: 6 });
    const { rgb } = await readImage(await turned.png().toBuffer(), { width: 8, height: 16 });
    expect([...rgb.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...rgb.subarray(-3)]).toEqual([0, 0, 255]);
  });

  it.each([
    ['no picture', Buffer.from('this is no picture')],
    ['a torn file', async () => (await halves(64, 64, [1, 2, 3], [4, 5, 6]).png().toBuffer()).subarray(0, 90)],
    [
      'a page that draws',
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"><rect width="9" height="9"/></svg>',
      ),
    ],
  ])('rejects %s', async (_, made) => {
    const bytes = typeof made === 'function' ? await made() : made;
    await expect(readImage(bytes, { width: 8, height: 8 })).rejects.toMatchObject({ code: 'RENDER_OUT_OF_RANGE' });
  });
});

describe('readMask', () => {
  it('returns one gray level per pixel, and 0 for transparency', async () => {
    const png = await halves(8, 8, [255, 255, 255, 255], [255, 255, 255, 0]).png().toBuffer();
    const mask = await readMask(png, { width: 8, height: 8 });
    expect(mask).toHaveLength(64);
    expect([mask[0], mask[7]]).toEqual([255, 0]);
  });

  it('keeps its gray levels', async () => {
    const png = await halves(8, 8, [64], [192]).toColourspace('b-w').png().toBuffer();
    const mask = await readMask(png, { width: 8, height: 8 });
    expect([mask[0], mask[7]]).toEqual([64, 192]);
  });
});
