import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '@visionary/platform/blobs';
import type { ManifestFile } from '../../../domain/manifest.js';

/** Why a model could not be brought onto this machine, in a sentence for whoever waits for it. */
export class ModelDownloadError extends Error {
  override readonly name = 'CacheTrouble';
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** For users: 4.2 GiB, 37 MiB. */
export const formatBytes = (bytes: number): string =>
  bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.ceil(bytes / MIB)} MiB`;

export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');

/** A name in the folder: nothing hidden, nothing that leads out. Manifests come from another machine. */
const PATH = /^[^./\\\0][^/\\\0]{0,199}(\/[^./\\\0][^/\\\0]{0,199}){0,9}$/;
const LOOK_EVERY_MS = 500;

export interface FetchTerms {
  readonly signal: AbortSignal;
  /** How much is there, now and then. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Brings files into a folder, each proved by its hash.
 * @throws ModelDownloadError where the store has lost one or has another than it should; what the disk throws
 */
export async function fetchFiles(
  blobs: BlobStore,
  files: readonly ManifestFile[],
  folder: string,
  { signal, onBytes }: FetchTerms,
): Promise<void> {
  if (files.length === 0 || !files.every(({ path }) => PATH.test(path))) {
    throw new ModelDownloadError('Its list of files is none.');
  }
  let done = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    const timer = setInterval(() => void bytesAt(path).then((bytes) => onBytes(done + bytes)), LOOK_EVERY_MS).unref();
    await fetchOne(blobs, file, path).finally(() => clearInterval(timer));
    done += file.bytes;
    onBytes(done);
  }
}

async function fetchOne(blobs: BlobStore, { path, sha256, bytes }: ManifestFile, place: string): Promise<void> {
  try {
    await blobs.fetch(sha256, place);
  } catch (error) {
    if (isOfTheDisk(error)) throw error;
    const isThere = (await blobs.sizeOf(sha256).catch(() => 0)) !== null;
    throw new ModelDownloadError(
      isThere ? `${path} could not be fetched: ${why(error)}` : `${path} is not stored any more.`,
    );
  }
  const found = await bytesAt(place);
  if (found !== bytes) throw new ModelDownloadError(`${path} has ${found} bytes, not the ${bytes} it should have.`);
}

/** So much of a whole model as its words are counted with: all but the weights, for which nothing stands. */
export const tokenizerFiles = (files: readonly ManifestFile[]): { bring: ManifestFile[]; graphs: string[] } => ({
  bring: files.filter(({ path }) => /^(tokenizer(_2)?\/|[^/]+\.json$|[^/]+\/[^/]+\.json$)/.test(path)),
  graphs: files.map(({ path }) => path).filter((path) => /^[^/]+\/model\.onnx$/.test(path)),
});

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isOfTheDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EMFILE'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
const bytesAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
