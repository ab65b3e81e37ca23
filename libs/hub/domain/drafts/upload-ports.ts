import type { FileRejection } from '../drafts.js';
import type { FileFacts } from '../version.js';
import type { Checksums } from './draft-files.js';

/** A file in a temporary folder for inspection. */
export interface MaterializedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Port: incomplete uploads on the local disk. */
export abstract class UploadFiles {
  /** Creates an empty file. @throws Rejection HUB_DISK_FULL if `bytes` would not fit */
  abstract begin(id: string, bytes: number): Promise<void>;
  /** Bytes received; null if the file isn't on this disk. */
  abstract sizeOf(id: string): Promise<number | null>;
  /** Absolute path. */
  abstract pathOf(id: string): string;
  /** Checksums of the whole file. Reads the file if it was not received by this process. */
  abstract checksumsOf(id: string, name: string): Promise<Checksums>;
  abstract drop(id: string): Promise<void>;
}

/** Port: complete files, addressed by their content. */
export abstract class StoredFiles {
  /** Moves the file into the store. The blob is leased while `use` records its reference. @param use gets whether the content was known */
  abstract store<T>(path: string, sha256: string, use: (known: boolean) => Promise<T>): Promise<T>;
  /** Leases a stored blob while `use` records its reference. @returns null, without calling `use`, if it isn't stored */
  abstract reference<T>(sha256: string, use: () => Promise<T>): Promise<T | null>;
  /** @throws Error if a blob is missing or damaged. @returns the folder, which the caller must remove */
  abstract materialize(files: readonly MaterializedFile[], signal: AbortSignal): Promise<string>;
  abstract removeMaterialized(dir: string): Promise<void>;
  /** Deletes the blob unless something references or leases it. */
  abstract drop(sha256: string): Promise<void>;
}

type FileInspection = { readonly ok: true } | { readonly ok: false; readonly rejection: FileRejection };
type FolderInspection =
  | { readonly ok: true; readonly facts: FileFacts; readonly hash: string }
  | { readonly ok: false; readonly rejection: FileRejection };

/** Port: inspects files without running them, in a thread and with a deadline. */
export abstract class Inspection {
  /** Checks the name before the upload. @returns null if it is allowed */
  abstract byName(path: string): FileRejection | null;
  abstract file(diskPath: string, path: string, signal: AbortSignal): Promise<FileInspection>;
  abstract folder(dir: string, files: readonly MaterializedFile[], signal: AbortSignal): Promise<FolderInspection>;
  /** Parses a JSON file of the folder. @returns null if it is missing or invalid */
  abstract json(dir: string, path: string): Promise<unknown>;
}

/** One entry of an archive's directory. */
export interface ArchiveEntry {
  /** As written in the archive. */
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  /** Offset of the packed bytes in the archive. */
  readonly at: number;
  readonly kind: 'file' | 'folder' | 'link' | 'device';
  readonly isEncrypted: boolean;
  /** Whether its compression is supported: stored or deflated. */
  readonly isReadable: boolean;
}

export interface OpenedArchive {
  readonly entries: readonly ArchiveEntry[];
  /** Extracts an entry into the upload file `id`. @throws Rejection MODEL_ARCHIVE_INVALID if it differs from its directory entry */
  extract(entry: ArchiveEntry, id: string, signal: AbortSignal): Promise<Checksums>;
  close(): void;
}

/** Port: reads zip archives. */
export abstract class Archives {
  /** @throws Rejection MODEL_ARCHIVE_INVALID, MODEL_ARCHIVE_BOMB for more than `maxEntries` entries */
  abstract open(path: string, maxEntries: number): Promise<OpenedArchive>;
}

/** Port: the quota of the instance's settings. Versions and drafts of one user count together. */
export abstract class UploadQuota {
  abstract readonly bytes: number;
}
