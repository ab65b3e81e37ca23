import type { CacheNamespace } from './cache-namespace.js';

/** Adds tags to the entry being loaded. A change of one of them invalidates it. */
export type AddCacheTags = (...subjects: string[]) => void;

export interface Entry<T> {
  readonly space: CacheNamespace<T>;
  /** Key within the namespace. Must contain everything the view depends on, and nothing about the viewer. */
  readonly key: string;
  /** Tags known before loading, such as `posts` for a list that every new post changes. */
  readonly tags?: readonly string[];
}

/**
 * Read-through cache of views that don't depend on the viewer.
 *
 *     const POST_PAGES: CacheNamespace<PostPage> = { name: 'post-pages', ttlMs: 10_000, encoding: json() };
 *     const page = await cache.getOrLoad({ space: POST_PAGES, key, tags: ['posts'] }, async (addCacheTags) => {
 *       const found = await this.readFeed.run(query);
 *       addCacheTags(...found.posts.flatMap(({ id, author }) => [`post:${id}`, `user:${author.id}`]));
 *       return found;
 *     });
 *
 * Everything a view shows has a tag, a plain string. Writers name the tags they change where the transaction is run:
 * `unitOfWork.run(work, ['posts'])`, or `unitOfWork.invalidate('post:…')` inside it for tags that only the work knows.
 * This is sufficient: a read that begins after the commit shows the change, on every node. See docs/adr/0036.
 *
 * Viewer-specific state (reactions, permissions, blocks) is read separately and never cached in a view.
 */
export abstract class Cache {
  /**
   * Returns the cached view, or the result of `load`, which is stored for at most `ttlMs`. Concurrent callers share one
   * load, so `load` must not depend on the caller, and its result must not be modified. Null and undefined aren't stored.
   * Inside a transaction, `load` runs and nothing is stored.
   * @throws what `load` throws, for all callers that share it
   */
  abstract getOrLoad<T>(entry: Entry<T>, load: (addCacheTags: AddCacheTags) => Promise<T>): Promise<T>;
  /**
   * Invalidates all views with these tags, for changes outside of transactions, such as a folder or a count that may lag.
   * Loads that are running aren't stored. Never throws: if Redis is down, all earlier entries become invalid.
   */
  abstract invalidateTags(...subjects: string[]): Promise<void>;
}
