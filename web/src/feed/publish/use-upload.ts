import type { PostUploadView } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { uploadForPost } from '../../shared/api/index.js';
import { asRefused, type Refused } from '../../shared/refused.js';

/** Brings a file to the server while its words are being written; it goes on where somebody tries again. */
export function useUpload(file: File | null) {
  const share = shallowRef(0);
  const upload = shallowRef<PostUploadView | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const away = new AbortController();
  onScopeDispose(() => away.abort());

  async function start(): Promise<void> {
    if (!file) return;
    refused.value = null;
    share.value = 0;
    try {
      upload.value = await uploadForPost(file, { progress: (now) => (share.value = now), signal: away.signal });
    } catch (error) {
      if (!away.signal.aborted) refused.value = asRefused(error);
    }
  }
  void start();
  return { share, upload, refused, start };
}
