import { createHash } from 'node:crypto';

export interface SavedFile {
  /** Of its content, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One complete backup: its files by their path in DATA_DIR, and the database. */
export interface Manifest {
  readonly at: string;
  readonly database: 'sqlite' | 'mysql';
  readonly dump: SavedFile;
  /** The bucket that had the images and models, which this backup doesn't contain. */
  readonly bucket: string | null;
  readonly files: Readonly<Record<string, SavedFile>>;
}

/** Below the saved folders of DATA_DIR, and never above. */
const PATH = /^(blobs|uploads)\/(?!.*\.\.)/;

const checksumOf = (manifest: Manifest): string => createHash('sha256').update(JSON.stringify(manifest)).digest('hex');

export const encodeManifest = (manifest: Manifest): string =>
  `${JSON.stringify({ checksum: checksumOf(manifest), manifest }, null, 1)}\n`;

/** @returns null if it is incomplete or was changed */
export const decodeManifest = (text: string): Manifest | null => {
  try {
    const { checksum, manifest } = JSON.parse(text) as { checksum: string; manifest: Manifest };
    const isComplete =
      checksumOf(manifest) === checksum && Object.keys(manifest.files).every((path) => PATH.test(path));
    return isComplete ? manifest : null;
  } catch {
    return null;
  }
};

/** All contents that a backup consists of. */
export const contentsOf = ({ dump, files }: Manifest): SavedFile[] => [dump, ...Object.values(files)];
