import type { CollectionView, PostPage } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { usePostPaginator } from '../lists/use-post-paginator.js';

/** A collection with its images, page by page, as its address is opened. */
export function useCollection(collectionId: string) {
  const session = useSessionStore();
  const collection = shallowRef<CollectionView | null>(null);
  const leftOut = shallowRef(0);
  const ask = async (cursor: string | null): Promise<PostPage> => {
    const told = await call('collection', { params: { collectionId }, query: cursor ? { cursor } : {} });
    collection.value = told.collection;
    leftOut.value = told.hiddenCounts ?? 0;
    return told.page;
  };
  const run = usePostPaginator(`in ${collectionId}`, ask);
  // Found as it was left: what the collection is called is asked for beside.
  if (run.list.value) void ask(null).catch(toRejection);
  return {
    ...{ collection, leftOut, run },
    isMine: computed(() => collection.value !== null && collection.value.owner.id === session.me?.id),
  };
}
