/** Lists of posts. */
export const POSTS_CACHE_TAG = 'posts';
/** Whether a take is published. */
export const takeCacheTag = (takeId: string): string => `take:${takeId}`;
export const postCacheTag = (id: string): string => `post:${id}`;
