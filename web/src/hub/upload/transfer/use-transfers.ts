import { shallowRef } from 'vue';
import { TransferRate } from './transfer-rate.js';
import type { FileRejection } from '@visionary/contract';

/**
 * `waiting`: for a slot; `disconnected`: for the connection; `rejected`: locally or by the server. A complete transfer
 * is removed: its check result is part of the draft.
 */
export type TransferState = 'waiting' | 'sending' | 'paused' | 'disconnected' | 'rejected';

/** A file of this page that is uploaded into a draft. */
export interface Transfer {
  readonly draftId: string;
  readonly path: string;
  readonly file: File;
  readonly state: TransferState;
  readonly sentBytes: number;
  /** Bytes per second, if known. */
  readonly bytesPerSecond?: number | undefined;
  readonly rejection?: FileRejection | undefined;
  /** When the connection was last lost, and from where the upload resumed. */
  readonly lastBreak?: { readonly at: number; readonly from?: number } | undefined;
}

export const transferKey = ({ draftId, path }: Pick<Transfer, 'draftId' | 'path'>): string => `${draftId}/${path}`;

/** Progress is updated at most this often, so that it stays readable. */
const THROTTLE_MS = 500;

/** All transfers, in the order they were added. */
export function useTransfers() {
  const all = shallowRef<readonly Transfer[]>([]);
  const unpublishedProgress = new Map<string, number>();
  const rates = new Map<string, TransferRate>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const of = (key: string): Transfer | undefined => all.value.find((one) => transferKey(one) === key);
  function patch(key: string, values: Partial<Transfer>): void {
    unpublishedProgress.delete(key);
    if (values.state && values.state !== 'sending') rates.delete(key);
    all.value = all.value.map((one) => (transferKey(one) === key ? { ...one, ...values } : one));
  }
  function drop(key: string): void {
    unpublishedProgress.delete(key);
    rates.delete(key);
    all.value = all.value.filter((one) => transferKey(one) !== key);
  }
  /** Replaces the transfer at the same path, or appends it. */
  function upsert(transfer: Transfer): void {
    const key = transferKey(transfer);
    unpublishedProgress.delete(key);
    rates.delete(key);
    const at = all.value.findIndex((one) => transferKey(one) === key);
    all.value = at < 0 ? [...all.value, transfer] : all.value.with(at, transfer);
  }
  function progress(key: string, sentBytes: number): void {
    unpublishedProgress.set(key, sentBytes);
    timer ??= setTimeout(publish, THROTTLE_MS);
  }
  function publish(): void {
    timer = undefined;
    const now = Date.now();
    all.value = all.value.map((one) => {
      const sentBytes = unpublishedProgress.get(transferKey(one));
      if (sentBytes === undefined || one.state !== 'sending') return one;
      const rate = rates.get(transferKey(one)) ?? new TransferRate();
      rates.set(transferKey(one), rate);
      rate.record(sentBytes, now);
      return { ...one, sentBytes, bytesPerSecond: rate.perSecond() };
    });
    unpublishedProgress.clear();
  }
  return { all, of, patch, upsert, drop, progress };
}
