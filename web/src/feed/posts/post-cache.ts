import type { PostCounts, PostView } from '@visionary/contract';
import { shallowReactive } from 'vue';

/** The newest known state of each post, up to the cache size. */
export function createPostCache(atMost: number, forgotten: (id: string) => void) {
  const known = shallowReactive(new Map<string, PostView>());
  /** Deleted from the feed while open. */
  const deleted = shallowReactive(new Set<string>());
  /** Loaded before the connection was lost, so possibly stale. */
  const stale = new Set<string>();
  /** Least recently viewed first. */
  const order = new Set<string>();

  function touch(id: string): void {
    order.delete(id);
    order.add(id);
  }
  function put(post: PostView): void {
    known.set(post.id, post);
    deleted.delete(post.id);
    stale.delete(post.id);
    touch(post.id);
    for (const id of order) {
      if (order.size <= atMost) break;
      remove(id);
    }
  }
  function remove(id: string): void {
    for (const where of [order, known, stale]) where.delete(id);
    forgotten(id);
  }

  return {
    ...{ put, touch, remove },
    change(post: PostView): void {
      if (known.has(post.id)) known.set(post.id, post);
    },
    count(id: string, counts: PostCounts): void {
      const post = known.get(id);
      if (post) known.set(id, { ...post, counts });
    },
    remove(id: string): void {
      deleted.add(id);
      remove(id);
    },
    clear: (): void => [...known.keys()].forEach(remove),
    doubtAll: (): void => known.forEach((_, id) => stale.add(id)),
    get: (id: string): PostView | undefined => known.get(id),
    isDeleted: (id: string): boolean => deleted.has(id),
    /** Whether it must be loaded (again) to show its current state. */
    lacks: (id: string): boolean => !deleted.has(id) && (!known.has(id) || stale.has(id)),
  };
}
