import type { FileRejection } from '@visionary/contract';

/**
 * `waiting`: for a slot, `broken`: for the connection; `rejected`: locally or by the server; `sent`: complete, and
 * its check result is part of the draft.
 */
export type TransferState = 'waiting' | 'sending' | 'paused' | 'broken' | 'rejected';

/** A file of this page that is uploaded into a draft. */
export interface Transfer {
  readonly draftId: string;
  readonly path: string;
  readonly file: File;
  readonly state: TransferState;
  readonly sent: number;
  /** Bytes per second, if known. */
  readonly bytesPerSecond?: number | undefined;
  readonly rejection?: FileRejection | undefined;
  /** When the connection was last lost, and from where the upload resumed. */
  readonly lastBreak?: { readonly at: number; readonly from?: number } | undefined;
}

export const transferKey = ({ draftId, path }: Pick<Transfer, 'draftId' | 'path'>): string => `${draftId}/${path}`;
