import { useRouter } from 'vue-router';
import { useAction } from '../../../shared/use-action.js';
import type { PickedFile } from '../pick/picked-files.js';
import { useCreateDraft } from '../pick/use-create-draft.js';
import { useFileDrop } from '../pick/use-file-drop.js';
import { useAddedFilesStore } from './added-files-store.js';
import { areSeveralModels } from './several-files.js';

/**
 * Files that are dropped on the Models page are added on the upload page.
 * @param mayAdd asks visitors to sign in
 * @returns whether files are dragged over the page
 */
export function useDropOnModels(mayAdd: () => boolean) {
  const [router, added, { attempt }] = [useRouter(), useAddedFilesStore(), useAction()];
  const { create } = useCreateDraft(() => undefined);

  async function open(files: readonly PickedFile[]): Promise<void> {
    // What is refused at once is shown beside the others, too.
    const draftId = areSeveralModels(files) ? null : await create(files);
    if (draftId !== null) return void (await router.push({ name: 'upload-draft', params: { draftId } }));
    void added.add(files);
    await router.push({ name: 'upload' });
  }
  return useFileDrop((files) => {
    if (mayAdd()) void attempt(() => open(files));
  });
}
