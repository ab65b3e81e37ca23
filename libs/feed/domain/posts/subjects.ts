/** What caches know posts by; whoever changes one names it where the transaction is run. */
export const POSTS_CACHE_TAG = 'posts';
/** What is said beneath a post, where nothing else of the post changes with it. */
export const commentsCacheTag = (postId: string): string => `talk:${postId}`;
/** Whether a take that images were made from is published. */
export const takeCacheTag = (takeId: string): string => `take:${takeId}`;
export const postCacheTag = (id: string): string => `post:${id}`;
