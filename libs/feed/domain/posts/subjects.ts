/** Lists of posts. */
export const POSTS_CACHE_TAG = 'posts';
/** Comments of a post, for changes that leave the post itself unchanged. */
export const commentsCacheTag = (postId: string): string => `talk:${postId}`;
/** Whether a take is published. */
export const takeCacheTag = (takeId: string): string => `take:${takeId}`;
export const postCacheTag = (id: string): string => `post:${id}`;
