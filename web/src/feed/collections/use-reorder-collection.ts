import type { PostView } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { errorText, t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { usePages } from '../../shared/query/index.js';
import { useCollectionsStore } from './collections-store.js';
import { moveItem } from './reorder.js';

/** Optimistic reordering: shown at once, sent in order, reloaded after a rejection. */
export function useReorderCollection(collectionId: string) {
  const collections = useCollectionsStore();
  const pages = usePages(
    async (after) => (await call('collection', { params: { collectionId }, query: after })).page,
    (page) => page.posts,
    ({ id }) => id,
  );
  const { items: posts, reload } = pages;
  const { enqueue, settled } = useChangeQueue(reload);
  const indexOf = (postId: string) => posts.value?.findIndex(({ id }) => id === postId) ?? -1;
  /** The post before it; null if it is first. */
  const precedingId = (postId: string) => posts.value?.[indexOf(postId) - 1]?.id ?? null;

  /** Moves it only on this page, while it is dragged. */
  function preview(postId: string, to: number): void {
    posts.value = moveItem(posts.value ?? [], indexOf(postId), to);
  }
  /** The current position becomes final. */
  function save(postId: string): Promise<void> {
    const after = precedingId(postId);
    return enqueue(() => collections.placePost(collectionId, postId, after));
  }
  function remove(post: PostView, title: string): Promise<void> {
    const after = precedingId(post.id);
    posts.value = posts.value?.filter(({ id }) => id !== post.id) ?? null;
    const undo = () => void enqueue(() => collections.placePost(collectionId, post.id, after)).then(reload);
    return enqueue(async () => {
      await collections.removePost(collectionId, post.id);
      const action = { label: t('collections.undo'), run: undo };
      toast({ text: t('collections.imageRemoved', { title }), kind: 'good', action });
    });
  }
  return { pages, indexOf, preview, save, remove, settled };
}

/** Sends changes one after the other. A rejection shows a toast and reloads the order. */
function useChangeQueue(reload: () => Promise<void>) {
  let last: Promise<unknown> = Promise.resolve();
  function enqueue(what: () => Promise<void>): Promise<void> {
    const current = last.then(what).catch(async (error: unknown) => {
      toast({ text: errorText(error), kind: 'bad' });
      await reload();
    });
    last = current;
    return current;
  }
  return { enqueue, settled: (): Promise<unknown> => last };
}
