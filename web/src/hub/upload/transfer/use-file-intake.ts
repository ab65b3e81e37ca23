import type { DraftView } from '@visionary/contract';
import type { PickedFile } from '../pick/picked-files.js';
import { matchExpected, type ExpectedFile } from '../pick/match-expected.js';
import { isSameFile } from './fingerprints.js';
import { transferKey, type Transfer } from './use-transfers.js';
import type { PendingFile } from './pending-files.js';
import type { usePendingFiles } from './use-pending-files.js';

export interface UseFileIntakeOptions {
  readonly pendingFiles: ReturnType<typeof usePendingFiles>;
  draftOf(draftId: string): DraftView | undefined;
  of(key: string): Transfer | undefined;
  take(draftId: string, pickedFile: PickedFile): Promise<void>;
}

/** Picked files, and files of an earlier page load that must be chosen again. */
export function useFileIntake({ pendingFiles, draftOf, of, take }: UseFileIntakeOptions) {
  /** Files of earlier page loads whose upload did not start. */
  const leftOf = ({ id, files }: Pick<DraftView, 'id' | 'files'>): PendingFile[] =>
    pendingFiles
      .leftOf(id)
      .filter(({ path }) => !of(transferKey({ draftId: id, path })) && files.every((file) => file.path !== path));

  function expectedIn(draft: DraftView): ExpectedFile[] {
    const interrupted = draft.files.filter(({ state }) => state === 'uploading');
    return [
      ...leftOf(draft).map(({ path, bytes, modified }) => ({
        path,
        isSame: (file: File) =>
          file.size === bytes && file.lastModified === modified && path.split('/').at(-1) === file.name,
      })),
      ...interrupted.map(({ id, path }) => ({ path, isSame: (file: File) => isSameFile(id, { path, file }) })),
    ];
  }
  /** Each file on its own: a rejected file does not block the others. */
  async function addFiles(draftId: string, value: readonly PickedFile[]): Promise<void> {
    const draft = draftOf(draftId);
    const files = draft ? matchExpected(value, expectedIn(draft)) : value;
    pendingFiles.add(draftId, files);
    await Promise.all(files.map((one) => take(draftId, one)));
    // Rejected locally, or already uploaded.
    const settled = files.filter(({ path }) => of(transferKey({ draftId, path }))?.state !== 'waiting');
    pendingFiles.drop(
      draftId,
      settled.map(({ path }) => path),
    );
  }
  return { addFiles, leftOf };
}
