import type { VolatilePayload } from '@visionary/contract';
import { shallowReactive } from 'vue';

type Fetched = VolatilePayload<'generation.downloadProgress'>;

/** The download progress of a take's model on its renderer. */
export type DownloadProgress = Pick<Fetched, 'bytes' | 'of'>;

/** Download progress by take. The newest value wins, and a finished download is removed. */
export function useModelDownloads() {
  const fetching = shallowReactive(new Map<string, DownloadProgress>());

  function applyFetched({ takeId, bytes, of }: Fetched): void {
    if (bytes < of) fetching.set(takeId, { bytes, of });
    else fetching.delete(takeId);
  }
  const remove = (takeId: string): void => void fetching.delete(takeId);
  function retain(takeIds: ReadonlySet<string>): void {
    for (const id of [...fetching.keys()]) if (!takeIds.has(id)) fetching.delete(id);
  }
  return { fetching, applyFetched, remove, retain };
}
