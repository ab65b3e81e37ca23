import type { FileRejection } from '@visionary/contract';

/**
 * `waiting` for a lane, `broken`: for the line; `refused`: at the door, or by the server while it was sent; `sent`: what
 * becomes of it stands in the draft.
 */
export type TransferState = 'waiting' | 'sending' | 'paused' | 'broken' | 'rejected';

/** A file of this page on its way into a draft. */
export interface Transfer {
  readonly draftId: string;
  readonly path: string;
  readonly file: File;
  readonly state: TransferState;
  readonly sent: number;
  /** Bytes in a second, while it is known. */
  readonly bytesPerSecond?: number | undefined;
  readonly rejection?: FileRejection | undefined;
  /** When the line broke last, and from where it went on, once it has. */
  readonly lastBreak?: { readonly at: number; readonly from?: number } | undefined;
}

export const transferKey = ({ draftId, path }: Pick<Transfer, 'draftId' | 'path'>): string => `${draftId}/${path}`;
