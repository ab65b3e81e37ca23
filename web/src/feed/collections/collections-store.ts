import type { CollectionView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { createQuery } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';

type CollectionFields = Partial<Pick<CollectionView, 'title' | 'description' | 'isShared'>>;

/** My collections, most recently changed first, and commands on them. */
export const useCollectionsStore = defineStore('collections', () => {
  const session = useSessionStore();
  const myCollections = createQuery(
    async () => (await call('userCollections', { params: { userId: session.me?.id ?? '' } })).collections,
    { when: () => session.me !== null },
  );
  /** Null until loaded. */
  const list = myCollections.data;
  function prepend(collection: CollectionView): CollectionView {
    list.value = [collection, ...(list.value ?? []).filter(({ id }) => id !== collection.id)];
    return collection;
  }
  const removeFromList = (collectionId: string) =>
    void (list.value = list.value?.filter(({ id }) => id !== collectionId) ?? null);

  watch(() => session.me?.id, myCollections.clear);
  return {
    list,
    rejection: myCollections.rejection,
    load: myCollections.load,
    /** @throws Rejection */
    create: async (value: CollectionFields & { title: string }): Promise<CollectionView> =>
      prepend(await call('createCollection', { body: value })),
    /** @throws Rejection */
    change: async (collectionId: string, to: CollectionFields): Promise<CollectionView> =>
      prepend(await call('updateCollection', { params: { collectionId }, body: to })),
    /** @throws Rejection */
    async remove(collectionId: string): Promise<void> {
      await call('deleteCollection', { params: { collectionId } });
      removeFromList(collectionId);
    },
    /** Adds an image, or moves it: after another, to the front (null), or to the end (absent). @throws Rejection */
    async setPosition(collectionId: string, postId: string, afterPostId?: string | null): Promise<void> {
      const body = afterPostId === undefined ? {} : { afterPostId };
      await call('setCollectionPosition', { params: { collectionId, postId }, body });
    },
    /** @throws Rejection */
    async removePost(collectionId: string, postId: string): Promise<void> {
      await call('removeFromCollection', { params: { collectionId, postId } });
    },
  };
});
