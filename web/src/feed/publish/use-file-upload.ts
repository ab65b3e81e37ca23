import type { PostUploadView } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { uploadPostImage } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** Uploads a file while the user fills in the form. A retry resumes. */
export function useFileUpload(file: File | null) {
  const share = shallowRef(0);
  const upload = shallowRef<PostUploadView | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const abortController = new AbortController();
  onScopeDispose(() => abortController.abort());

  async function start(): Promise<void> {
    if (!file) return;
    rejection.value = null;
    share.value = 0;
    try {
      upload.value = await uploadPostImage(file, {
        progress: (now) => (share.value = now),
        signal: abortController.signal,
      });
    } catch (error) {
      if (!abortController.signal.aborted) rejection.value = toRejection(error);
    }
  }
  void start();
  return { share, upload, rejection, start };
}
