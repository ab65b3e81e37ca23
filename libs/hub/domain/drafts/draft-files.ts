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
  /** Number of inspections started. */
  readonly inspections: number;
}

export type NewFile = Pick<DraftFileForWork, 'id' | 'draftId' | 'path' | 'bytes' | 'announced' | 'createdAt'>;

/** A lease on a file or draft. It expires, so that a crashed node blocks no other. Times in ms since 1970. */
export interface WorkLease {
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

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
  /** Marks an upload as complete and waiting for inspection. @returns false if it was complete before */
  abstract completeUpload(id: string, checksums: Checksums, at: number): Promise<boolean>;
  /** @returns false if the holder lost the lease */
  abstract settle(id: string, holder: string, end: { isKnown: boolean } | { refusal: FileRejection }): Promise<boolean>;
  abstract rename(id: string, path: string): Promise<void>;
  /** Rejects a file that was accepted before, because the draft as a whole failed on it. */
  abstract reject(id: string, rejection: FileRejection): Promise<void>;
  /** Acquires or renews a lease. @returns false if another holder has it */
  abstract acquireLease(id: string, lease: WorkLease): Promise<boolean>;
  /** Leases a waiting file. @returns number of inspections including this one; null if another holder has it */
  abstract startInspection(id: string, lease: WorkLease): Promise<number | null>;
  abstract releaseLease(id: string, holder: string): Promise<void>;
  /** Doesn't count the inspection. @param notBefore time of the next inspection; null for now */
  abstract undoInspection(id: string, holder: string, notBefore: number | null): Promise<void>;
  /** Complete files without a lease, oldest first. */
  abstract waiting(now: number, limit: number): Promise<DraftFileForWork[]>;
  /** Incomplete uploads, longest idle first. */
  abstract unfinished(movedBefore: number, limit: number): Promise<DraftFileForWork[]>;
  /** Bytes of a user's versions and drafts. Uploads count with their announced size. */
  abstract bytesOf(creatorId: string): Promise<number>;
}
