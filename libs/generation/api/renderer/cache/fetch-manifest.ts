import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isStorageFull } from '@visionary/kernel';
import type { BlobStore } from '@visionary/platform/blobs';
import type { ManifestFile } from '../../../domain/manifest.js';

/** Why a model could not be downloaded, as a sentence for users. */
export class ModelDownloadError extends Error {
  override readonly name = 'ModelDownloadError';
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** For users: 4.2 GiB, 37 MiB. */
export const formatBytes = (bytes: number): string =>
  bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.ceil(bytes / MIB)} MiB`;

/** A relative path that is not hidden and does not leave the folder. Manifests come from another machine. */
const PATH = /^[^./\\\0][^/\\\0]{0,199}(\/[^./\\\0][^/\\\0]{0,199}){0,9}$/;
const PROGRESS_INTERVAL_MS = 500;

/** Where files are downloaded from: the blob store, or the instance that a renderer is lent to. */
export type FileSource = Pick<BlobStore, 'fetch' | 'sizeOf'>;

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Called now and then with the bytes so far. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Downloads files into a folder and verifies their hashes.
 * @throws ModelDownloadError if the store lost a file or has another one; errors of the disk
 */
export async function fetchFiles(
  blobs: FileSource,
  files: readonly ManifestFile[],
  folder: string,
  { signal, onBytes }: FetchOptions,
): Promise<void> {
  if (files.length === 0 || !files.every(({ path }) => PATH.test(path))) {
    throw new ModelDownloadError('Its list of files is invalid.');
  }
  let doneBytes = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    const timer = setInterval(
      () => void bytesAt(path).then((bytes) => onBytes(doneBytes + bytes)),
      PROGRESS_INTERVAL_MS,
    ).unref();
    await fetchFile(blobs, file, path).finally(() => clearInterval(timer));
    doneBytes += file.bytes;
    onBytes(doneBytes);
  }
}

async function fetchFile(blobs: FileSource, { path, sha256, bytes }: ManifestFile, target: string): Promise<void> {
  try {
    await blobs.fetch(sha256, target);
  } catch (error) {
    if (isDiskError(error)) throw error;
    const isStored = (await blobs.sizeOf(sha256).catch(() => 0)) !== null;
    throw new ModelDownloadError(
      isStored ? `${path} could not be fetched: ${messageOf(error)}` : `${path} is no longer stored.`,
    );
  }
  const actualBytes = await bytesAt(target);
  if (actualBytes !== bytes) {
    throw new ModelDownloadError(`${path} has ${actualBytes} bytes, not the ${bytes} it should have.`);
  }
}

/** The files that a tokenizer needs. Graphs are replaced by empty files, and weights are left out. */
export const tokenizerFiles = (files: readonly ManifestFile[]): { download: ManifestFile[]; graphs: string[] } => ({
  download: files.filter(({ path }) => /^(tokenizer(_2)?\/|[^/]+\.json$|[^/]+\/[^/]+\.json$)/.test(path)),
  graphs: files.map(({ path }) => path).filter((path) => /^[^/]+\/model\.onnx$/.test(path)),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isDiskError = (error: unknown): boolean =>
  isStorageFull(error) ||
  ['EROFS', 'EACCES', 'EMFILE'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
const bytesAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
