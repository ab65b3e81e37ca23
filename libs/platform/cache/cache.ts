import type { CacheNamespace } from './cache-namespace.js';

/** What a cached view shows: whoever changes one of these subjects drops it. Said while it is loaded. */
export type AddCacheTags = (...subjects: string[]) => void;

export interface Entry<T> {
  readonly space: CacheNamespace<T>;
  /** Of the view within its space: all that decides what it is, and nothing of who looks. */
  readonly key: string;
  /** Subjects known beforehand, such as `posts` for a list that every new post changes. */
  readonly tags?: readonly string[];
}

/**
 * Read-through cache of views that are the same for whoever looks.
 *
 *     const POST_PAGES: Space<PostPage> = { name: 'post-pages', ttlMs: 10_000, encoding: json() };
 *     const page = await cache.through({ space: POST_PAGES, key, shows: ['posts'] }, async (shows) => {
 *       const found = await this.readFeed.run(query);
 *       shows(...found.posts.flatMap(({ id, author }) => [`post:${id}`, `user:${author.id}`]));
 *       return found;
 *     });
 *
 * Whatever is shown has a subject, a plain string. Whoever writes names the subjects that change, where the transaction
 * is run: `unitOfWork.run(work, ['posts'])`, or `unitOfWork.touch('post:…')` inside it for what only the work learns.
 * Nothing else is needed: a read that begins after the commit shows it, on every node. See docs/adr/0036.
 *
 * What belongs to whoever looks (their reactions, rights, blocks) is read beside it and never enters a view.
 */
export abstract class Cache {
  /**
   * The view as it is kept, or as `load` makes it: then it is kept for `ttlMs` at most. Many who ask at once wait for one
   * load; `load` must therefore not depend on who asks, and nobody changes what it returned. Null and undefined are not
   * kept; what `load` throws is thrown to all who wait for it. Inside a transaction `load` is called and nothing is kept.
   */
  abstract getOrLoad<T>(entry: Entry<T>, load: (addCacheTags: AddCacheTags) => Promise<T>): Promise<T>;
  /**
   * Drops every view of these subjects, for what no transaction here changed: a folder, a number that may lag behind. A load
   * under way keeps nothing. Never fails: while Redis is away nothing of before is believed any more.
   */
  abstract invalidateTags(...subjects: string[]): Promise<void>;
}
