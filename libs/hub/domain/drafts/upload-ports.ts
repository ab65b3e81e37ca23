import type { FileRejection } from '../drafts.js';
import type { FileFacts } from '../version.js';
import type { Checksums } from './draft-files.js';

/** A file in a folder laid out for looking at it. */
export interface MaterializedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Port: files while they come in, on this machine's disk. */
export abstract class UploadFiles {
  /** An empty one. @throws Rejection HUB_DISK_FULL where so much would not fit */
  abstract begin(id: string, bytes: number): Promise<void>;
  /** How much of it is here; null: nothing is, not even its beginning. */
  abstract sizeOf(id: string): Promise<number | null>;
  /** Absolute. */
  abstract pathOf(id: string): string;
  /** Of the whole file. Read once where it did not all come in through this process. */
  abstract checksumsOf(id: string, name: string): Promise<Checksums>;
  abstract drop(id: string): Promise<void>;
}

/** Port: files that are whole, by their content. */
export abstract class StoredFiles {
  /** Takes it away from where it is; nobody drops it while `use` writes down who needs it. */
  abstract store<T>(path: string, sha256: string, use: (known: boolean) => Promise<T>): Promise<T>;
  /** As `keep`, of what is kept already. @returns null, and `use` is not called, where it is not */
  abstract reference<T>(sha256: string, use: () => Promise<T>): Promise<T | null>;
  /** @throws Error where one of them is not there or damaged. @returns the folder, which the caller lets go of */
  abstract materialize(files: readonly MaterializedFile[], signal: AbortSignal): Promise<string>;
  abstract removeMaterialized(dir: string): Promise<void>;
  /** Unless anything needs it, or is about to. */
  abstract drop(sha256: string): Promise<void>;
}

type Looked = { readonly ok: true } | { readonly ok: false; readonly refusal: FileRejection };
type LookedWhole =
  | { readonly ok: true; readonly facts: FileFacts; readonly hash: string }
  | { readonly ok: false; readonly refusal: FileRejection };

/** Port: what files hold, without running any of it. Beside the event loop, and with a deadline. */
export abstract class Inspection {
  /** What can be said before a byte has come. @returns why it is refused; null */
  abstract byName(path: string): FileRejection | null;
  abstract file(diskPath: string, path: string, signal: AbortSignal): Promise<Looked>;
  abstract folder(dir: string, files: readonly MaterializedFile[], signal: AbortSignal): Promise<LookedWhole>;
  /** A JSON file of the folder, null where it is none or is not there. */
  abstract json(dir: string, path: string): Promise<unknown>;
}

/** One file an archive says it has. */
export interface ArchiveEntry {
  /** As it stands there. */
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  /** Where its packed bytes begin, from the beginning of the archive. */
  readonly at: number;
  readonly kind: 'file' | 'folder' | 'link' | 'device';
  readonly isEncrypted: boolean;
  /** Stored or deflated. */
  readonly isReadable: boolean;
}

export interface OpenedArchive {
  readonly entries: readonly ArchiveEntry[];
  /** Writes one of them there, hashed on the way. @throws Rejection MODEL_ARCHIVE_INVALID where it is not what it says */
  extract(entry: ArchiveEntry, id: string, signal: AbortSignal): Promise<Checksums>;
  close(): void;
}

/** Port: zips. */
export abstract class Archives {
  /** @throws Rejection MODEL_ARCHIVE_INVALID, MODEL_ARCHIVE_BOMB for more than `entriesAtMost` */
  abstract open(path: string, entriesAtMost: number): Promise<OpenedArchive>;
}
