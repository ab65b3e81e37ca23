import { type BlobStore, type ByteRange, type StreamWriter, writeFully } from '@visionary/platform/blobs';
import type { VersionFile } from '../../domain/version.js';
import type { Layout } from './layout-zip.js';

/** A part of an archive: files are opened when it is their turn, one at a time. */
export const streamZip =
  (blobs: BlobStore, { stretches }: Layout<VersionFile>, { from, to }: ByteRange): StreamWriter =>
  async (sink) => {
    for (const stretch of stretches) {
      const first = Math.max(from - stretch.at, 0);
      const last = Math.min(to - stretch.at, stretch.bytes - 1);
      if (first > last) continue;
      if ('head' in stretch) {
        await writeFully(sink, stretch.head.subarray(first, last + 1));
        continue;
      }
      const flow = await blobs.createStreamWriter(stretch.file.sha256, { from: first, to: last });
      if (!flow) throw new Error(`The blob ${stretch.file.sha256} of a version is gone.`);
      await flow(sink);
    }
  };
