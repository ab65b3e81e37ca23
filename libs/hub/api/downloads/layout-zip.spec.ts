import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { type Layout, type ZippedFile, layoutZip } from './layout-zip.js';

const AT = Date.UTC(2026, 1, 3, 4, 5, 6);

interface Content extends ZippedFile {
  /** Null if only the length matters. */
  readonly content: Buffer | null;
}

/** An archive in memory. Files without content are zeros. */
class InMemoryArchive extends RandomAccessReader {
  constructor(private readonly layout: Layout<Content>) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([this.bytes(start, end)]);
  }

  bytes(start: number, end: number): Buffer {
    const whole = Buffer.alloc(end - start);
    for (const segment of this.layout.segments) {
      const content = 'head' in segment ? segment.head : segment.file.content;
      const from = Math.max(start, segment.at);
      const to = Math.min(end, segment.at + segment.bytes);
      if (content && from < to) content.copy(whole, from - start, from - segment.at, to - segment.at);
    }
    return whole;
  }
}

const read = (layout: Layout<Content>): Promise<{ entries: Entry[]; zip: ZipFile }> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: false, autoClose: false, strictFileNames: true };
    fromRandomAccessReader(new InMemoryArchive(layout), layout.bytes, options, (error, zip) => {
      if (error) return reject(error);
      const entries: Entry[] = [];
      zip.on('entry', (entry) => entries.push(entry));
      zip.on('end', () => resolve({ entries, zip }));
      zip.on('error', reject);
    });
  });

const contentOf = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(buffer(stream))));
  });

const aFile = (path: string, content: Buffer): Content => ({
  path,
  content,
  bytes: content.length,
  crc32: crc32(content),
});

it('[M51] archive is readable by another tool and reproducible for any files', async () => {
  const path = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,20}$/u);
  const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 300 })), {
    selector: ([name]) => name,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(files, async (contents) => {
      const put = contents.map(([name, bytes]) => aFile(`狐狸 1.0/${name}`, Buffer.from(bytes)));
      const layout = layoutZip(put, AT);
      const { entries, zip } = await read(layout);
      expect(entries.map(({ fileName }) => fileName)).toEqual(put.map(({ path: name }) => name));
      for (const [index, entry] of entries.entries()) {
        expect(await contentOf(zip, entry)).toEqual(put[index]?.content);
        expect([entry.crc32, entry.getLastModDate({ timezone: 'UTC' }).getTime()]).toEqual([put[index]?.crc32, AT]);
      }
      const [one, other] = [new InMemoryArchive(layout), new InMemoryArchive(layoutZip(put, AT))];
      expect(one.bytes(0, layout.bytes)).toEqual(other.bytes(0, layout.bytes));
    }),
    { numRuns: 60 },
  );
});

it.each([
  ['a file over 4 GiB', [5 * 2 ** 30, 10], 2],
  ['files that are over 4 GiB together', [3 * 2 ** 30, 3 * 2 ** 30, 7], 3],
  ['a file of 4 GiB and what is left of it', [2 ** 32 - 1, 2 ** 32 - 2], 2],
])('[M51] %s use 64-bit fields', async (_what, lengths, count) => {
  const files = lengths.map((bytes, n): Content => ({ path: `${n}.onnx_data`, bytes, crc32: 1, content: null }));
  const last = aFile('last.json', Buffer.from('{}'));
  const layout = layoutZip([...files, last], AT);
  const { entries, zip } = await read(layout);
  expect(entries.map(({ uncompressedSize }) => uncompressedSize)).toEqual([...lengths, 2]);
  expect(await contentOf(zip, entries[count] as Entry)).toEqual(last.content);
});
