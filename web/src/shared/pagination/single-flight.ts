import { shallowRef } from 'vue';
import { toRejection, type Rejection } from '../api/rejection.js';

/** Fetches one page at a time and ignores calls meanwhile. An error is stored in `why`. */
export function createSingleFlight<P>(load: (cursor: string | null) => Promise<P>) {
  const loading = shallowRef(false);
  async function fetch(
    cursor: string | null,
    rejection: { value: Rejection | null },
    use: (page: P) => void,
  ): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    rejection.value = null;
    try {
      use(await load(cursor));
    } catch (error) {
      rejection.value = toRejection(error);
    } finally {
      loading.value = false;
    }
  }
  return { loading, fetch };
}
