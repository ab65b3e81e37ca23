import { LIMITS, type DraftView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, watchEffect } from 'vue';
import { hasActiveUploads } from '../active-uploads.js';
import { toRejection, Rejection } from '../../../shared/api/rejection.js';
import { useDraftsStore } from '../drafts-store.js';
import { matchExpected, type ExpectedFile, type PickedFile } from '../pick/picked-files.js';
import { validateFile } from '../pick/validate-file.js';
import { isSameFile } from './fingerprints.js';
import { usePendingFiles, type PendingFile } from './pending-files.js';
import { TaskQueue } from './task-queue.js';
import { createTransferRunner } from './transfer-runner.js';
import { transferKey, useTransfers, type Transfer } from './use-transfers.js';

const CONCURRENCY = 2;

/** Uploads into my drafts. They continue on other pages of the app and end with this tab. */
export const useUploadsStore = defineStore('hub-uploads', () => {
  const [drafts, transfers, pendingFiles] = [useDraftsStore(), useTransfers(), usePendingFiles()];
  const { all, of, patch, upsert, drop } = transfers;
  const taskQueue = new TaskQueue(CONCURRENCY);
  const fileIds = new Map<string, string>();

  const onStarted = ({ draftId, path }: Transfer): void => pendingFiles.drop(draftId, [path]);
  function reject(key: string, error: unknown): void {
    const [transfer, rejected] = [of(key), rejectedBy(error)];
    patch(key, rejected);
    if (!transfer || !/^MODEL_/u.test(rejected.rejection.code)) return;
    // Choosing the file again would not help, so the draft keeps the reason.
    onStarted(transfer);
    drafts.rejectedFiles(transfer.draftId, {
      path: transfer.path.slice(0, LIMITS.modelPathLength),
      rejection: rejected.rejection,
    });
  }

  async function finish(key: string): Promise<void> {
    const transfer = of(key);
    if (!transfer) return;
    // Requested before the local row is removed: otherwise its old state would flash.
    const draft = await drafts.fetch(transfer.draftId).catch(toRejection);
    drop(key);
    const isLast = !all.value.some(({ draftId, state }) => draftId === transfer.draftId && state !== 'rejected');
    // A repeated request for the same files would only reset the draft's readiness.
    if (!isLast || !('state' in draft) || draft.state !== 'uploading') return;
    await drafts.check(transfer.draftId).catch(ignoreRejection);
  }
  const run = createTransferRunner({ transfers, fileIds, reject, onStarted, onComplete: finish });
  const send = (key: string) => taskQueue.add(key, (signal) => run(key, signal));
  const stop = (key: string) => taskQueue.stop(key);
  /** Starts a transfer: rejects an invalid file, resumes a partial one, and replaces another at the same path. */
  async function addFile(draftId: string, { path, file }: PickedFile): Promise<void> {
    const transfer: Transfer = { draftId, path, file, state: 'waiting', sentBytes: 0 };
    const key = transferKey(transfer);
    stop(key);
    const rejection = await validateFile(path, file);
    if (rejection) {
      upsert({ ...transfer, state: 'rejected', rejection });
      return drafts.rejectedFiles(draftId, { path: path.slice(0, LIMITS.modelPathLength), rejection });
    }
    const existing = drafts.of(draftId)?.files.find((one) => one.path === path);
    const isSame = existing !== undefined && existing.bytes === file.size && isSameFile(existing.id, { path, file });
    // Dropped again with its folder, but already uploaded.
    if (isSame && existing.state !== 'uploading' && existing.state !== 'rejected') return;
    upsert({ ...transfer, sentBytes: isSame ? existing.received : 0 });
    if (isSame && existing.state === 'uploading') fileIds.set(key, existing.id);
    else {
      fileIds.delete(key);
      if (existing) await drafts.removeFile(draftId, existing.id).catch((error: unknown) => reject(key, error));
    }
    if (of(key)?.state === 'waiting') send(key);
  }

  /** Files of earlier page loads whose upload did not start. */
  const pendingFilesOf = ({ id, files }: Pick<DraftView, 'id' | 'files'>): PendingFile[] =>
    pendingFiles
      .pendingFilesOf(id)
      .filter(({ path }) => !of(transferKey({ draftId: id, path })) && files.every((file) => file.path !== path));

  function expectedIn(draft: DraftView): ExpectedFile[] {
    const interrupted = draft.files.filter(({ state }) => state === 'uploading');
    return [
      ...pendingFilesOf(draft).map(({ path, bytes, modified }) => ({
        path,
        isSame: (file: File) =>
          file.size === bytes && file.lastModified === modified && path.split('/').at(-1) === file.name,
      })),
      ...interrupted.map(({ id, path }) => ({ path, isSame: (file: File) => isSameFile(id, { path, file }) })),
    ];
  }
  /** Each file on its own: a rejected file does not block the others. */
  async function addFiles(draftId: string, picked: readonly PickedFile[]): Promise<void> {
    const draft = drafts.of(draftId);
    const files = draft ? matchExpected(picked, expectedIn(draft)) : picked;
    pendingFiles.add(draftId, files);
    await Promise.all(files.map((one) => addFile(draftId, one)));
    // Rejected locally, or already uploaded.
    const settledFiles = files.filter(({ path }) => of(transferKey({ draftId, path }))?.state !== 'waiting');
    pendingFiles.drop(
      draftId,
      settledFiles.map(({ path }) => path),
    );
  }
  function pause(key: string): void {
    stop(key);
    patch(key, { state: 'paused', bytesPerSecond: undefined });
  }
  function resume(key: string): void {
    patch(key, { state: 'waiting', rejection: undefined, lastBreak: undefined });
    send(key);
  }
  /** Deletes the file, also on the server. @throws Rejection */
  async function cancel(key: string): Promise<void> {
    stop(key);
    const [transfer, fileId] = [of(key), fileIds.get(key)];
    drop(key);
    fileIds.delete(key);
    if (transfer) onStarted(transfer);
    if (transfer && fileId) await drafts.removeFile(transfer.draftId, fileId);
  }
  /** Removes all transfers of a deleted or published draft. */
  function remove(draftId: string): void {
    for (const key of all.value.filter((one) => one.draftId === draftId).map(transferKey)) {
      stop(key);
      drop(key);
    }
    pendingFiles.dropAll(draftId);
  }

  const active = computed(() => all.value.filter(({ state }) => state !== 'rejected' && state !== 'paused'));
  setActive(() => active.value.length > 0);
  return {
    all,
    active,
    pendingFilesOf,
    dropPendingFiles: pendingFiles.dropAll,
    addFiles,
    pause,
    resume,
    cancel,
    remove,
  };
});

/** Ignores rejections: the server also checks on its own, and the draft shows the result. */
const ignoreRejection = (error: unknown) => void (error instanceof Rejection ? undefined : toRejection(error));

function rejectedBy(error: unknown) {
  const { code, detail } = toRejection(error);
  // Connection errors on this side are shown as an unavailable server.
  const shownCode = code === 'TIMEOUT' || code === 'OFFLINE' ? 'UNAVAILABLE' : code;
  return { state: 'rejected', rejection: { code: shownCode, detail }, bytesPerSecond: undefined } as const;
}

/** All pages show the progress, and the browser asks for confirmation before leaving. */
function setActive(isBusy: () => boolean): void {
  watchEffect(() => (hasActiveUploads.value = isBusy()));
  addEventListener('beforeunload', (event) => {
    if (isBusy()) event.preventDefault();
  });
}
