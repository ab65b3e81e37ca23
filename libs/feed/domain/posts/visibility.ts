import { Rejection } from '@visionary/kernel';
import type { ContentRating } from './post.js';

interface PostText {
  readonly contentRating: ContentRating;
}

/**
 * Whether a post is there for somebody who comes to it by its own address. Visitors find only what is for everybody; whoever
 * is signed in came there on purpose, and sees it as they chose. Lists leave more out.
 */
export const isVisibleTo = (userId: string | null, { contentRating }: PostText): boolean =>
  userId !== null || contentRating === 'everyone';

/** @throws Rejection FEED_POST_NOT_FOUND, as for what was never there */
export function requireVisibleTo<T extends PostText>(userId: string | null, post: T | null | undefined): T {
  if (!post || !isVisibleTo(userId, post)) throw new Rejection('FEED_POST_NOT_FOUND');
  return post;
}
