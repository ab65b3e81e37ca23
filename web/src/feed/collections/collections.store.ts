import type { CollectionView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';

type Aspects = Partial<Pick<CollectionView, 'title' | 'about' | 'isShared'>>;

/** My collections, the last changed first: what a menu offers, and what is done with them. */
export const useCollections = defineStore('collections', () => {
  const session = useSession();
  /** Null until they were asked for. */
  const list = shallowRef<readonly CollectionView[] | null>(null);
  const refused = shallowRef<Refused | null>(null);

  /** Asks for them anew; what was known stays meanwhile. */
  async function load(): Promise<void> {
    const personId = session.me?.id;
    if (!personId) return;
    try {
      const { collections } = await call('collectionsOf', { params: { personId } });
      if (session.me?.id !== personId) return;
      list.value = collections;
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  function put(collection: CollectionView): CollectionView {
    list.value = [collection, ...(list.value ?? []).filter(({ id }) => id !== collection.id)];
    return collection;
  }
  const without = (collectionId: string) =>
    void (list.value = list.value?.filter(({ id }) => id !== collectionId) ?? null);

  watch(
    () => session.me?.id,
    () => (list.value = null),
  );
  return {
    ...{ list, refused, load },
    /** @throws Refused */
    create: async (given: Aspects & { title: string }): Promise<CollectionView> =>
      put(await call('newCollection', { body: given })),
    /** @throws Refused */
    change: async (collectionId: string, to: Aspects): Promise<CollectionView> =>
      put(await call('changeCollection', { params: { collectionId }, body: to })),
    /** @throws Refused */
    async remove(collectionId: string): Promise<void> {
      await call('removeCollection', { params: { collectionId } });
      without(collectionId);
    },
    /** Puts a picture in, or moves it: right after another, null: to the front, absent: to the end. @throws Refused */
    async place(collectionId: string, postId: string, afterPostId?: string | null): Promise<void> {
      const body = afterPostId === undefined ? {} : { afterPostId };
      await call('placeInCollection', { params: { collectionId, postId }, body });
    },
    /** @throws Refused */
    async takeOut(collectionId: string, postId: string): Promise<void> {
      await call('takeFromCollection', { params: { collectionId, postId } });
    },
  };
});
