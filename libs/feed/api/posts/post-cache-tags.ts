import { userCacheTag } from '@visionary/accounts';
import { roomSubject } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { postCacheTag } from '../../domain/posts/subjects.js';

/** All that a view of these posts shows, and that drops it when it changes. */
export const subjectsOf = (posts: readonly Post[]): string[] =>
  posts.flatMap(({ id, authorId, mentionIds, users, roomId }) => [
    postCacheTag(id),
    ...[authorId, ...mentionIds, ...users.map(([userId]) => userId)].map(userCacheTag),
    ...(roomId === null ? [] : [roomSubject(roomId)]),
  ]);
