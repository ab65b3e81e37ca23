import type { CollectionView, PostPage } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { usePostRun } from '../walls/use-post-run.js';

/** A collection with its pictures, page by page, as its address is opened. */
export function useCollection(collectionId: string) {
  const session = useSession();
  const collection = shallowRef<CollectionView | null>(null);
  const leftOut = shallowRef(0);
  const ask = async (cursor: string | null): Promise<PostPage> => {
    const told = await call('collection', { params: { collectionId }, query: cursor ? { cursor } : {} });
    collection.value = told.collection;
    leftOut.value = told.leftOut ?? 0;
    return told.page;
  };
  const run = usePostRun(`in ${collectionId}`, ask);
  // Found as it was left: what the collection is called is asked for beside.
  if (run.list.value) void ask(null).catch(asRefused);
  return {
    ...{ collection, leftOut, run },
    isMine: computed(() => collection.value !== null && collection.value.owner.id === session.me?.id),
  };
}
