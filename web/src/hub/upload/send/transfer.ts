import type { Refusal } from '@visionary/contract';

/**
 * `waiting` for a lane, `broken`: for the line; `refused`: at the door, or by the server while it was sent; `sent`: what
 * becomes of it stands in the draft.
 */
export type TransferState = 'waiting' | 'sending' | 'paused' | 'broken' | 'refused';

/** A file of this page on its way into a draft. */
export interface Transfer {
  readonly draftId: string;
  readonly path: string;
  readonly file: File;
  readonly state: TransferState;
  readonly sent: number;
  /** Bytes in a second, while it is known. */
  readonly perSecond?: number | undefined;
  readonly refusal?: Refusal | undefined;
  /** When the line broke last, and from where it went on, once it has. */
  readonly broke?: { readonly at: number; readonly from?: number } | undefined;
}

export const keyOf = ({ draftId, path }: Pick<Transfer, 'draftId' | 'path'>): string => `${draftId}/${path}`;
