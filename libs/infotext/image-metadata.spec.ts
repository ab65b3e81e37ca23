import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { concat, encodeLatin1 } from './bytes.js';
import { crc32 } from './crc32.js';
import { readImageMetadata } from './image-metadata.js';
import { readPngText, withPngText } from './png-text.js';

const plainPng = async (): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
      .png()
      .toBuffer(),
  );

function encodeChunk(type: string, data: Uint8Array, length = data.length): Uint8Array {
  const typeAndData = concat(encodeLatin1(type), data);
  const bytes = new Uint8Array(typeAndData.length + 8);
  new DataView(bytes.buffer).setUint32(0, length);
  bytes.set(typeAndData, 4);
  new DataView(bytes.buffer).setUint32(typeAndData.length + 4, crc32(typeAndData));
  return bytes;
}
const withChunk = (png: Uint8Array, added: Uint8Array): Uint8Array =>
  concat(png.subarray(0, 33), added, png.subarray(33));

describe('[E36] texts inside an image', () => {
  it('survive a round trip, and the PNG stays valid', async () => {
    const png = await plainPng();
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
    const deflate = (text: string) => new Uint8Array(deflateSync(text));
    const latin = encodeChunk('zTXt', concat(encodeLatin1('parameters\0\0'), deflate('a café')));
    const compressedLatin1 = new Uint8Array(deflateSync(Buffer.from('a café', 'latin1')));
    const unicode = encodeChunk('iTXt', concat(encodeLatin1('parameters\0\x01\0zh\0\0'), deflate('雪地里的狐狸')));
    const png = await plainPng();
    expect(latin.length).toBeGreaterThan(0);
    const metadata = await readImageMetadata(
      withChunk(png, encodeChunk('zTXt', concat(encodeLatin1('parameters\0\0'), compressedLatin1))),
    );
    expect(metadata.get('parameters')).toBe('a café');
    expect((await readImageMetadata(withChunk(png, unicode))).get('parameters')).toBe('雪地里的狐狸');
  });

  it.each(['jpeg', 'webp'] as const)('are read from the user comment of a %s', async (format) => {
    const text = '雪地里的狐狸\nSteps: 20, Sampler: DDIM, Seed: 1';
    const units = Array.from(text, (letter) => letter.charCodeAt(0));
    const bigEndian = Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 255]));
    const littleEndian = Uint8Array.from(units.flatMap((unit) => [unit & 255, unit >> 8]));
    for (const comment of [bigEndian, littleEndian]) {
      const exif = exifWith(concat(encodeLatin1('UNICODE\0'), comment));
      const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#3c3' } })
        [format]()
        .toBuffer();
      const withExif = format === 'jpeg' ? addExifToJpeg(image, exif) : addExifToWebp(image, exif);
      await expect(sharp(withExif).metadata()).resolves.toMatchObject({ format });
      expect((await readImageMetadata(withExif)).get('parameters')).toBe(text);
    }
  });

  it('end at the first truncated or invalid part, quickly and without an exception', async () => {
    const png = await plainPng();
    const text = { keyword: 'parameters', text: 'a fox, 狐狸' };
    const complete = withPngText(png, [text]);
    for (let length = 0; length < complete.length; length += 3) {
      expect((await readImageMetadata(complete.subarray(0, length))).size).toBeLessThanOrEqual(1);
    }
    const wrongLength = withChunk(png, encodeChunk('tEXt', encodeLatin1('parameters\0x'), 100_000_000));
    expect((await readImageMetadata(wrongLength)).size).toBe(0);
    const withoutKeyword = withChunk(png, encodeChunk('tEXt', encodeLatin1('\0x')));
    expect((await readImageMetadata(withoutKeyword)).size).toBe(0);
    const invalidZlib = withChunk(png, encodeChunk('zTXt', encodeLatin1('parameters\0\0no zlib at all')));
    expect((await readImageMetadata(invalidZlib)).size).toBe(0);
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const startedAt = performance.now();
    const withBomb = withChunk(png, encodeChunk('zTXt', concat(encodeLatin1('parameters\0\0'), new Uint8Array(bomb))));
    expect((await readImageMetadata(withBomb)).size).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(2000);
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
        expect((await readImageMetadata(concat(encodeLatin1(head), rest))).size).toBeLessThan(20);
      }),
    );
  });
});

/** A big-endian TIFF: one directory that points to the Exif directory, which contains one user comment. */
function exifWith(comment: Uint8Array): Uint8Array {
  const head = new Uint8Array(44);
  const view = new DataView(head.buffer);
  head.set(encodeLatin1('MM\0*'));
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

function addExifToJpeg(jpeg: Uint8Array, exif: Uint8Array): Uint8Array {
  const data = concat(encodeLatin1('Exif\0\0'), exif);
  const head = Uint8Array.of(0xff, 0xe1, (data.length + 2) >> 8, (data.length + 2) & 255);
  return concat(jpeg.subarray(0, 2), head, data, jpeg.subarray(2));
}

function addExifToWebp(webp: Uint8Array, exif: Uint8Array): Uint8Array {
  const padded = exif.length % 2 ? concat(exif, Uint8Array.of(0)) : exif;
  const head = new Uint8Array(8);
  head.set(encodeLatin1('EXIF'));
  new DataView(head.buffer).setUint32(4, exif.length, true);
  const whole = concat(webp, head, padded);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}
