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
  const { enqueue, allSaved } = useRequestQueue(reload);
  const indexOf = (postId: string) => posts.value?.findIndex(({ id }) => id === postId) ?? -1;
  /** The post before it; null if it is first. */
  const before = (postId: string) => posts.value?.[indexOf(postId) - 1]?.id ?? null;

  /** Moves it only on this page, while it is dragged. */
  function previewMove(postId: string, to: number): void {
    posts.value = moveItem(posts.value ?? [], indexOf(postId), to);
  }
  /** The current position becomes final. */
  function savePosition(postId: string): Promise<void> {
    const after = before(postId);
    return enqueue(() => collections.setPosition(collectionId, postId, after));
  }
  function removePost(post: PostView, title: string): Promise<void> {
    const after = before(post.id);
    posts.value = posts.value?.filter(({ id }) => id !== post.id) ?? null;
    const undo = () => void enqueue(() => collections.setPosition(collectionId, post.id, after)).then(reload);
    return enqueue(async () => {
      await collections.removePost(collectionId, post.id);
      const action = { label: t('collections.undo'), run: undo };
      toast({ text: t('collections.imageRemoved', { title }), kind: 'good', action });
    });
  }
  return { pages, indexOf, previewMove, savePosition, removePost, allSaved };
}

/** Sends changes one after the other. A rejection shows a toast and reloads the order. */
function useRequestQueue(reload: () => Promise<void>) {
  let last: Promise<unknown> = Promise.resolve();
  function enqueue(request: () => Promise<void>): Promise<void> {
    const current = last.then(request).catch(async (error: unknown) => {
      toast({ text: errorText(error), kind: 'bad' });
      await reload();
    });
    last = current;
    return current;
  }
  return { enqueue, allSaved: (): Promise<unknown> => last };
}
