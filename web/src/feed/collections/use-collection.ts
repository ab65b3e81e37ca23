import type { CollectionView, PostPage } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { usePostPaginator } from '../lists/use-post-paginator.js';

/** A collection and its paged images, by its URL. */
export function useCollection(collectionId: string) {
  const session = useSessionStore();
  const collection = shallowRef<CollectionView | null>(null);
  const leftOut = shallowRef(0);
  const fetch = async (cursor: string | null): Promise<PostPage> => {
    const reply = await call('collection', { params: { collectionId }, query: cursor ? { cursor } : {} });
    collection.value = reply.collection;
    leftOut.value = reply.hiddenCounts ?? 0;
    return reply.page;
  };
  const paginator = usePostPaginator(`in ${collectionId}`, fetch);
  // The list is restored from the cache, so the collection is loaded separately.
  if (paginator.list.value) void fetch(null).catch(toRejection);
  return {
    ...{ collection, leftOut, paginator },
    isMine: computed(() => collection.value !== null && collection.value.owner.id === session.me?.id),
  };
}
