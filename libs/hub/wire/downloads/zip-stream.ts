import { Readable } from 'node:stream';
import type { BlobStore, ByteRange } from '@visionary/platform/blobs';
import type { VersionFile } from '../../domain/version.js';
import type { Layout } from './zip-layout.js';

/** A part of an archive: files are opened when it is their turn, one at a time, and closed also when nobody reads on. */
export const zipStream = (blobs: BlobStore, { stretches }: Layout<VersionFile>, { from, to }: ByteRange): Readable =>
  Readable.from(
    (async function* () {
      for (const stretch of stretches) {
        const first = Math.max(from - stretch.at, 0);
        const last = Math.min(to - stretch.at, stretch.bytes - 1);
        if (first > last) continue;
        if ('head' in stretch) {
          yield stretch.head.subarray(first, last + 1);
          continue;
        }
        const blob = await blobs.open(stretch.file.sha256, { from: first, to: last });
        if (!blob) throw new Error(`The blob ${stretch.file.sha256} of a published version is gone.`);
        yield* blob.stream as AsyncIterable<Buffer>;
      }
    })(),
    { objectMode: false },
  );
