import type { DraftFile, FileRejection } from '../drafts.js';

/** What is computed of a file while it comes in. */
export interface Checksums {
  readonly sha256: string;
  /** Of a .safetensors file without its header. */
  readonly weightsHash: string | null;
  readonly crc32: number;
}

/** A draft's file with what only those who work on it need. */
export interface DraftFileForWork extends DraftFile {
  readonly creatorId: string;
  /** What its creator's side says the content is. */
  readonly announced: string | null;
  /** It was unpacked from this one. */
  readonly archiveId: string | null;
  /** How often somebody began to look at it. */
  readonly looks: number;
}

export type NewFile = Pick<DraftFileForWork, 'id' | 'draftId' | 'path' | 'bytes' | 'announced' | 'createdAt'>;

/** Somebody's turn at a file; over when its time is, so that a node that died over it is in nobody's way. */
export interface WorkLease {
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

/** Port: files of drafts, as they are written down. */
export abstract class DraftFiles {
  abstract byId(id: string): Promise<DraftFileForWork | null>;
  abstract add(file: NewFile): Promise<void>;
  /** One out of an archive, whole and kept. */
  abstract addUnpacked(
    file: NewFile & Checksums & { readonly archiveId: string; readonly isKnown: boolean },
  ): Promise<void>;
  abstract ofArchive(archiveId: string): Promise<DraftFileForWork[]>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** So much of it is here. */
  abstract received(id: string, bytes: number, at: number): Promise<void>;
  /** All of it is here: it waits for whoever looks at it. @returns whether it had not been said before */
  abstract arrived(id: string, checksums: Checksums, at: number): Promise<boolean>;
  /** As long as the turn is its holder's. @returns whether it was */
  abstract settle(id: string, holder: string, end: { isKnown: boolean } | { refusal: FileRejection }): Promise<boolean>;
  abstract rename(id: string, path: string): Promise<void>;
  /** Of a whole that was looked at: this file is to blame. */
  abstract reject(id: string, fileRejection: FileRejection): Promise<void>;
  /** Nobody else's, or over: then it is the holder's, again where it is already. @returns whether it is */
  abstract acquireLease(id: string, workLease: WorkLease): Promise<boolean>;
  /** As `take`, of a whole one that waits or whose turn is over. @returns how often that was; null: somebody else's */
  abstract startInspection(id: string, workLease: WorkLease): Promise<number | null>;
  abstract releaseLease(id: string, holder: string): Promise<void>;
  /** That look does not count; `notBefore`: when there may be another one, null: now. */
  abstract inspectionFailed(id: string, holder: string, notBefore: number | null): Promise<void>;
  /** Whole ones nobody looks at, the first that came first. */
  abstract waiting(now: number, limit: number): Promise<DraftFileForWork[]>;
  /** Those that are not whole, the longest untouched first. */
  abstract unfinished(movedBefore: number, limit: number): Promise<DraftFileForWork[]>;
  /** Bytes of all somebody keeps: versions, and drafts as large as they are announced. */
  abstract bytesOf(creatorId: string): Promise<number>;
}
