import type { ContentRating } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

interface RatedPost {
  readonly contentRating: ContentRating;
}

/**
 * Whether a viewer can open a post by its address. Visitors see only content for everyone. Signed-in users opened it on purpose
 * and see it as they chose. Lists filter more.
 */
export const isVisibleTo = (userId: string | null, { contentRating }: RatedPost): boolean =>
  userId !== null || contentRating === 'everyone';

/** @throws Rejection FEED_POST_NOT_FOUND, the same as for a post that doesn't exist */
export function requireVisibleTo<T extends RatedPost>(userId: string | null, post: T | null | undefined): T {
  if (!post || !isVisibleTo(userId, post)) throw new Rejection('FEED_POST_NOT_FOUND');
  return post;
}
