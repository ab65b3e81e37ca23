import { open as openFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { Rejection, storageCodeOf } from '@visionary/kernel';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { ArchiveEntry } from '../../domain/drafts/plan-unpacking.js';
import type { Checksums } from '../../domain/drafts/draft-files.js';
import { UploadFiles } from './upload-files.js';
import { BlockWriter, pumpInto } from './upload-stream/block-writer.js';

/** Zips made on Unix have the file type in the upper half of the external attributes. */
const MADE_ON_UNIX = 3;
const KIND_BITS = 0o170000;
const KINDS: Readonly<Record<number, ArchiveEntry['kind']>> = {
  0: 'file',
  [0o100000]: 'file',
  [0o040000]: 'folder',
  [0o120000]: 'link',
};

/** Reads zip archives. */
@Injectable()
export class Archives {
  constructor(private readonly uploadFiles: UploadFiles) {}

  /** @throws Rejection MODEL_ARCHIVE_INVALID, MODEL_ARCHIVE_BOMB for more than `maxEntries` entries */
  async open(path: string, maxEntries: number): Promise<OpenedArchive> {
    const zip = await withRejections(openPromise(path, { autoClose: false, strictFileNames: true }));
    try {
      if (zip.entryCount > maxEntries) throw new Rejection('MODEL_ARCHIVE_BOMB');
      const entries: Entry[] = [];
      await withRejections(readEntries(zip, entries));
      return new OpenedArchive(zip, entries, this.uploadFiles);
    } catch (error) {
      zip.close();
      throw error;
    }
  }
}

const readEntries = async (zip: ZipFile, entries: Entry[]): Promise<void> => {
  for await (const entry of zip.eachEntry()) entries.push(entry);
};

/** Maps errors of the zip reader to rejections. A full or failing disk isn't the file's fault. */
const withRejections = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    const storageCode = storageCodeOf(error);
    if (storageCode) throw new Rejection(storageCode);
    if (error instanceof Rejection || (error as Error).name === 'AbortError') throw error;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    // The reader validates names itself.
    const isName = /^(absolute path|invalid relative path|invalid characters in fileName)/.test(reason);
    if (!isName) throw new Rejection('MODEL_ARCHIVE_INVALID', { reasonKey: 'corruptArchive', reason });
    throw new Rejection('MODEL_PATH_INVALID', {
      path: reason.replace(/^[^:]*: /, ''),
      reason: reason.replace(/:.*$/s, ''),
      reasonKey: reasonKeyOf(reason),
    });
  }
};

/** By the wording of the zip reader. */
const reasonKeyOf = (reason: string): RejectionReason => {
  if (reason.startsWith('absolute')) return 'absolutePath';
  return reason.startsWith('invalid characters') ? 'backslash' : 'pathTraversal';
};

/** An open archive. The caller must close it. */
export class OpenedArchive {
  readonly entries: readonly ArchiveEntry[];
  private readonly zipEntries: ReadonlyMap<ArchiveEntry, Entry>;

  constructor(
    private readonly zip: ZipFile,
    entries: readonly Entry[],
    private readonly uploadFiles: UploadFiles,
  ) {
    this.zipEntries = new Map(entries.map((entry) => [entryOf(entry), entry]));
    this.entries = [...this.zipEntries.keys()];
  }

  /** Extracts an entry into the upload file `id`. @throws Rejection MODEL_ARCHIVE_INVALID if it differs from its directory entry */
  async extract(target: ArchiveEntry, id: string, signal: AbortSignal): Promise<Checksums> {
    const entry = this.zipEntries.get(target) as Entry;
    await this.uploadFiles.begin(id, target.bytes);
    const file = await openFile(this.uploadFiles.pathOf(id), 'r+');
    const checksums = this.uploadFiles.checksumWorkers.begin(target.name);
    try {
      await withRejections(this.write(entry, new BlockWriter(file, 0, checksums), signal));
      // If the thread crashed, the written file is read.
      const result = (await checksums.result()) ?? (await this.uploadFiles.checksumsOf(id, target.name));
      if (result.crc32 === entry.crc32) return result;
      const { name } = target;
      throw new Rejection('MODEL_ARCHIVE_INVALID', {
        reasonKey: 'corruptArchiveEntry',
        name,
        reason: `${name} is damaged`,
      });
    } finally {
      checksums.release();
      await file.close();
    }
  }

  close(): void {
    this.zip.close();
  }

  /** The stream fails if the size differs from the directory entry. */
  private async write(entry: Entry, writer: BlockWriter, signal: AbortSignal): Promise<void> {
    const stream = await this.zip.openReadStreamPromise(entry);
    const stop = () => stream.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await pumpInto(stream, (chunk) => writer.push(chunk));
    } finally {
      signal.removeEventListener('abort', stop);
      await writer.end();
    }
  }
}

const entryOf = (entry: Entry): ArchiveEntry => ({
  name: entry.fileName,
  bytes: entry.uncompressedSize,
  packedBytes: entry.compressedSize,
  offset: entry.relativeOffsetOfLocalHeader,
  kind: kindOf(entry),
  isEncrypted: entry.isEncrypted(),
  isReadable: entry.isEncrypted() || entry.canDecodeFileData(),
});

const kindOf = ({ fileName, versionMadeBy, externalFileAttributes }: Entry): ArchiveEntry['kind'] => {
  if (fileName.endsWith('/')) return 'folder';
  if (versionMadeBy >> 8 !== MADE_ON_UNIX) return 'file';
  return KINDS[(externalFileAttributes >>> 16) & KIND_BITS] ?? 'device';
};
