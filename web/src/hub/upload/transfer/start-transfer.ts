import { type DraftFileView, LIMITS, type RejectedFile } from '@visionary/contract';
import type { PickedFile } from '../pick/picked-files.js';
import { validateFile } from '../pick/validate-file.js';
import { isSameFile } from './fingerprints.js';
import type { useTransfers } from './use-transfers.js';
import { transferKey, type Transfer } from './transfer.js';

export interface StartTransferOptions {
  readonly transfers: ReturnType<typeof useTransfers>;
  readonly fileIds: Map<string, string>;
  stop(key: string): void;
  send(key: string): void;
  /** The draft's file at that path. */
  uploadedBytesOf(draftId: string, path: string): DraftFileView | undefined;
  /** @throws Rejection */
  remove(draftId: string, fileId: string): Promise<void>;
  reject(key: string, error: unknown): void;
  /** Adds a file rejected before the upload to the draft's list. */
  rejectedFiles(draftId: string, rejectedFiles: RejectedFile): void;
}

/** Starts transfers: rejects invalid files, resumes partial ones, and replaces others at the same path. */
export function createStartTransfer({ transfers: { of, put }, fileIds, ...options }: StartTransferOptions) {
  return async (draftId: string, { path, file }: PickedFile): Promise<void> => {
    const transfer: Transfer = { draftId, path, file, state: 'waiting', sent: 0 };
    const key = transferKey(transfer);
    options.stop(key);
    const rejection = await validateFile(path, file);
    if (rejection) {
      put({ ...transfer, state: 'rejected', rejection });
      return options.rejectedFiles(draftId, { path: path.slice(0, LIMITS.modelPathLength), rejection });
    }
    const existing = options.uploadedBytesOf(draftId, path);
    const isSame = existing !== undefined && existing.bytes === file.size && isSameFile(existing.id, { path, file });
    // Dropped again with its folder, but already uploaded.
    if (isSame && existing.state !== 'uploading' && existing.state !== 'rejected') return;
    put({ ...transfer, sent: isSame ? existing.received : 0 });
    if (isSame && existing.state === 'uploading') fileIds.set(key, existing.id);
    else {
      fileIds.delete(key);
      if (existing) await options.remove(draftId, existing.id).catch((error: unknown) => options.reject(key, error));
    }
    if (of(key)?.state === 'waiting') options.send(key);
  };
}
