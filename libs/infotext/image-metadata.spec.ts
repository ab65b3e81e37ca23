import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { concat, latin1Bytes } from './bytes.js';
import { crc32 } from './crc32.js';
import { readImageMetadata } from './image-metadata.js';
import { readPngText, withPngText } from './png-text.js';

const bare = async (): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
      .png()
      .toBuffer(),
  );

function chunk(type: string, data: Uint8Array, length = data.length): Uint8Array {
  const named = concat(latin1Bytes(type), data);
  const framed = new Uint8Array(named.length + 8);
  new DataView(framed.buffer).setUint32(0, length);
  framed.set(named, 4);
  new DataView(framed.buffer).setUint32(named.length + 4, crc32(named));
  return framed;
}
const withChunk = (png: Uint8Array, added: Uint8Array): Uint8Array =>
  concat(png.subarray(0, 33), added, png.subarray(33));

describe('[E36] texts inside an image', () => {
  it('survive a round trip, and the PNG stays valid', async () => {
    const png = await bare();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
        const written = withPngText(png, [{ keyword: 'parameters', text }]);
        expect(readPngText(written).get('parameters')).toBe(text);
        expect((await readImageMetadata(written)).get('parameters')).toBe(text);
      }),
      { numRuns: 50 },
    );
    await expect(sharp(withPngText(png, [{ keyword: 'parameters', text: '狐狸' }])).metadata()).resolves.toMatchObject({
      width: 8,
    });
  });

  it('are inflated from zTXt and compressed iTXt', async () => {
    const packed = (text: string) => new Uint8Array(deflateSync(text));
    const latin = chunk('zTXt', concat(latin1Bytes('parameters\0\0'), packed('a café')));
    const old = new Uint8Array(deflateSync(Buffer.from('a café', 'latin1')));
    const unicode = chunk('iTXt', concat(latin1Bytes('parameters\0\x01\0zh\0\0'), packed('雪地里的狐狸')));
    const png = await bare();
    expect(latin.length).toBeGreaterThan(0);
    const fromOld = await readImageMetadata(withChunk(png, chunk('zTXt', concat(latin1Bytes('parameters\0\0'), old))));
    expect(fromOld.get('parameters')).toBe('a café');
    expect((await readImageMetadata(withChunk(png, unicode))).get('parameters')).toBe('雪地里的狐狸');
  });

  it.each(['jpeg', 'webp'] as const)('are read from the user comment of a %s', async (format) => {
    const text = '雪地里的狐狸\nSteps: 20, Sampler: DDIM, Seed: 1';
    const units = Array.from(text, (letter) => letter.charCodeAt(0));
    const big = Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 255]));
    const little = Uint8Array.from(units.flatMap((unit) => [unit & 255, unit >> 8]));
    for (const comment of [big, little]) {
      const exif = exifWith(concat(latin1Bytes('UNICODE\0'), comment));
      const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#3c3' } })
        [format]()
        .toBuffer();
      const picture = format === 'jpeg' ? intoJpeg(image, exif) : intoWebp(image, exif);
      await expect(sharp(picture).metadata()).resolves.toMatchObject({ format });
      expect((await readImageMetadata(picture)).get('parameters')).toBe(text);
    }
  });

  it('end at the first truncated or invalid part, quickly and without an exception', async () => {
    const png = await bare();
    const text = { keyword: 'parameters', text: 'a fox, 狐狸' };
    const whole = withPngText(png, [text]);
    for (let length = 0; length < whole.length; length += 3) {
      expect((await readImageMetadata(whole.subarray(0, length))).size).toBeLessThanOrEqual(1);
    }
    const lying = withChunk(png, chunk('tEXt', latin1Bytes('parameters\0x'), 100_000_000));
    expect((await readImageMetadata(lying)).size).toBe(0);
    const nameless = withChunk(png, chunk('tEXt', latin1Bytes('\0x')));
    expect((await readImageMetadata(nameless)).size).toBe(0);
    const noZlib = withChunk(png, chunk('zTXt', latin1Bytes('parameters\0\0no zlib at all')));
    expect((await readImageMetadata(noZlib)).size).toBe(0);
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const began = performance.now();
    const bombed = withChunk(png, chunk('zTXt', concat(latin1Bytes('parameters\0\0'), new Uint8Array(bomb))));
    expect((await readImageMetadata(bombed)).size).toBe(0);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('never throw on random bytes after a valid header', async () => {
    const heads = [
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff\xe1',
      'RIFF\x10\0\0\0WEBPEXIF',
      '\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), async (head, rest) => {
        expect((await readImageMetadata(concat(latin1Bytes(head), rest))).size).toBeLessThan(20);
      }),
    );
  });
});

/** A big-endian TIFF: one directory that points to the Exif directory, which contains one user comment. */
function exifWith(comment: Uint8Array): Uint8Array {
  const head = new Uint8Array(44);
  const view = new DataView(head.buffer);
  head.set(latin1Bytes('MM\0*'));
  view.setUint32(4, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    view.setUint16(at, 1);
    view.setUint16(at + 2, tag);
    view.setUint16(at + 4, type);
    view.setUint32(at + 6, count);
    view.setUint32(at + 10, value);
  };
  entry(8, 0x8769, 4, 1, 26);
  entry(26, 0x9286, 7, comment.length, 44);
  return concat(head, comment);
}

function intoJpeg(jpeg: Uint8Array, exif: Uint8Array): Uint8Array {
  const data = concat(latin1Bytes('Exif\0\0'), exif);
  const head = Uint8Array.of(0xff, 0xe1, (data.length + 2) >> 8, (data.length + 2) & 255);
  return concat(jpeg.subarray(0, 2), head, data, jpeg.subarray(2));
}

function intoWebp(webp: Uint8Array, exif: Uint8Array): Uint8Array {
  const padded = exif.length % 2 ? concat(exif, Uint8Array.of(0)) : exif;
  const head = new Uint8Array(8);
  head.set(latin1Bytes('EXIF'));
  new DataView(head.buffer).setUint32(4, exif.length, true);
  const whole = concat(webp, head, padded);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}
