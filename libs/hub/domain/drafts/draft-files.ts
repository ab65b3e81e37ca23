import type { DraftFile } from '../drafts.js';

export interface Checksums {
  readonly sha256: string;
  /** SHA-256 of a .safetensors file without its header. */
  readonly weightsHash: string | null;
  readonly crc32: number;
}

/** A draft's file with the fields that only uploads and inspections need. */
export interface DraftFileRecord extends DraftFile {
  readonly creatorId: string;
  /** SHA-256 announced by the client. */
  readonly announcedSha256: string | null;
  /** The archive it was extracted from. */
  readonly archiveId: string | null;
}

export type NewFile = Pick<DraftFileRecord, 'id' | 'draftId' | 'path' | 'bytes' | 'announcedSha256' | 'createdAt'>;

/** A lease on an upload. It expires, so that a crashed node blocks no other. Times in ms since 1970. */
export interface UploadLease {
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

/** Job: inspects a file. The key is its id. */
export const INSPECT_FILE = 'hub.inspectFile';
