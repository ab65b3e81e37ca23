import { profileCacheTag } from '../users/subjects.js';
import type { Post } from './post.js';

/** Lists of posts. */
export const POSTS_CACHE_TAG = 'posts';
/** Whether a take is published. */
export const takeCacheTag = (takeId: string): string => `take:${takeId}`;
export const postCacheTag = (id: string): string => `post:${id}`;

/** Lists, the post, the pages of its participants, the post it was made from, and its take. */
export const cacheTagsOfPost = ({ id, parent, take, authorId, participants }: Post): string[] => [
  POSTS_CACHE_TAG,
  postCacheTag(id),
  ...(take === null ? [] : [takeCacheTag(take.takeId)]),
  ...(parent.postId === null ? [] : [postCacheTag(parent.postId)]),
  ...[authorId, ...participants.map(([userId]) => userId)].map(profileCacheTag),
];
