import type { CollectionView } from '@visionary/contract';
import { computed } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { After } from '../../shared/query/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { usePostPaginator } from '../lists/post-paginator.js';

/** A collection and its paged images, by its URL. */
export function useCollection(collectionId: string) {
  const session = useSessionStore();
  async function fetch(after: After) {
    const { page, collection, hiddenCounts } = await call('collection', { params: { collectionId }, query: after });
    return { ...page, collection, hiddenCounts };
  }
  const paginator = usePostPaginator(`in ${collectionId}`, fetch);
  const { first } = paginator;
  const collection = computed(() => first.value?.collection ?? null);
  /** Its facts may have changed since the list was cached. */
  if (first.value) void fetch({}).then(({ collection: now }) => update(now), toRejection);
  function update(now: CollectionView): void {
    if (first.value) first.value = { ...first.value, collection: now };
  }
  return {
    collection,
    update,
    leftOut: computed(() => first.value?.hiddenCounts ?? 0),
    paginator,
    isMine: computed(() => collection.value !== null && collection.value.owner.id === session.me?.id),
  };
}
