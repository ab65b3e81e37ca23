import { personSubject } from '@visionary/accounts';
import { roomSubject } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { postSubject } from '../../domain/posts/subjects.js';

/** All that a view of these posts shows, and that drops it when it changes. */
export const subjectsOf = (posts: readonly Post[]): string[] =>
  posts.flatMap(({ id, authorId, mentionIds, people, roomId }) => [
    postSubject(id),
    ...[authorId, ...mentionIds, ...people.map(([personId]) => personId)].map(personSubject),
    ...(roomId === null ? [] : [roomSubject(roomId)]),
  ]);
