import type { DraftFile, FileRejection } from '../drafts.js';

export interface Checksums {
  readonly sha256: string;
  /** SHA-256 of a .safetensors file without its header. */
  readonly weightsHash: string | null;
  readonly crc32: number;
}

/** A draft's file with the fields that only uploads and inspections need. */
export interface DraftFileForWork extends DraftFile {
  readonly creatorId: string;
  /** SHA-256 announced by the client. */
  readonly announced: string | null;
  /** The archive it was extracted from. */
  readonly archiveId: string | null;
}

export type NewFile = Pick<DraftFileForWork, 'id' | 'draftId' | 'path' | 'bytes' | 'announced' | 'createdAt'>;

/** A lease on an upload. It expires, so that a crashed node blocks no other. Times in ms since 1970. */
export interface UploadLease {
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

/** Job: inspects a file. The key is its id. */
export const INSPECT_FILE = 'hub.inspectFile';

/** Port: stores the files of drafts. */
export abstract class DraftFiles {
  abstract byId(id: string): Promise<DraftFileForWork | null>;
  abstract add(file: NewFile): Promise<void>;
  /** Adds a checked file from an archive. */
  abstract addExtracted(
    file: NewFile & Checksums & { readonly archiveId: string; readonly isKnown: boolean },
  ): Promise<void>;
  abstract ofArchive(archiveId: string): Promise<DraftFileForWork[]>;
  abstract remove(ids: readonly string[]): Promise<void>;
  abstract setReceived(id: string, bytes: number, at: number): Promise<void>;
  /** Marks an upload as complete and adds the job of its inspection. @returns false if it was complete before */
  abstract completeUpload(id: string, checksums: Checksums, at: number): Promise<boolean>;
  abstract settle(id: string, end: { isKnown: boolean } | { refusal: FileRejection }): Promise<void>;
  abstract rename(id: string, path: string): Promise<void>;
  /** Rejects a file that was accepted before, because the draft as a whole failed on it. */
  abstract reject(id: string, rejection: FileRejection): Promise<void>;
  /** Acquires or renews a lease. @returns false if another holder has it */
  abstract acquireLease(id: string, lease: UploadLease): Promise<boolean>;
  /** @returns the file, now in state `checking`; null if it is gone or inspected */
  abstract startInspection(id: string): Promise<DraftFileForWork | null>;
  abstract releaseLease(id: string, holder: string): Promise<void>;
  /** Only safe with a single node. */
  abstract releaseAllLeases(): Promise<void>;
  /** Incomplete uploads, longest idle first. */
  abstract unfinished(movedBefore: number, limit: number): Promise<DraftFileForWork[]>;
  /** Bytes of a user's versions and drafts. Uploads count with their announced size. */
  abstract bytesOf(creatorId: string): Promise<number>;
}
