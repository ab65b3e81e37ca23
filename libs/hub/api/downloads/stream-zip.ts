import { type BlobStore, type ByteRange, type StreamWriter, writeFully } from '@visionary/platform/blobs';
import type { VersionFile } from '../../domain/version.js';
import type { Layout } from './layout-zip.js';

/** Streams a byte range of an archive. Opens one file at a time. */
export const streamZip =
  (blobs: BlobStore, { segments }: Layout<VersionFile>, { from, to }: ByteRange): StreamWriter =>
  async (sink) => {
    for (const segment of segments) {
      const first = Math.max(from - segment.at, 0);
      const last = Math.min(to - segment.at, segment.bytes - 1);
      if (first > last) continue;
      if ('head' in segment) {
        await writeFully(sink, segment.head.subarray(first, last + 1));
        continue;
      }
      const writeBlob = await blobs.createStreamWriter(segment.file.sha256, { from: first, to: last });
      if (!writeBlob) throw new Error(`The blob ${segment.file.sha256} of a version is missing.`);
      await writeBlob(sink);
    }
  };
