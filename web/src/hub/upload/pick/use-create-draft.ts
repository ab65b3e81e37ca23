import { LIMITS, type RejectedFile } from '@visionary/contract';
import { shallowRef } from 'vue';
import { useDraftsStore } from '../drafts-store.js';
import { useUploadsStore } from '../transfer/uploads-store.js';
import type { PickedFile } from './picked-files.js';
import { validateFile } from './validate-file.js';

/** Creates a draft with picked files. If all files are rejected, it creates none and returns the errors. */
export function useCreateDraft(modelId: () => string | undefined) {
  const [drafts, uploads] = [useDraftsStore(), useUploadsStore()];
  const rejectedFiles = shallowRef<readonly RejectedFile[]>([]);

  /** @returns the draft's id; null if all files were rejected. @throws Rejection */
  async function create(files: readonly PickedFile[]): Promise<string | null> {
    rejectedFiles.value = [];
    const rejected = await rejectionOf(files);
    if (rejected.length === files.length) {
      rejectedFiles.value = rejected;
      return null;
    }
    const [folder, model] = [files[0]?.folder, modelId()];
    const { id } = await drafts.create({ ...(model && { modelId: model }), ...(folder && { folder }) });
    // In this order, so that the rows exist when the page opens.
    void uploads.addFiles(id, files);
    return id;
  }
  return { rejectedFiles, create };
}

async function rejectionOf(files: readonly PickedFile[]): Promise<RejectedFile[]> {
  const results = files.map(async ({ path, file }) => {
    const rejection = await validateFile(path, file);
    return rejection ? [{ path: path.slice(0, LIMITS.modelPathLength), rejection }] : [];
  });
  return (await Promise.all(results)).flat();
}
