import type { Maturity } from '../../domain/posts/post.js';

/** Pages that show the feed. */
export const FEED_CHANNEL = 'feed';
/** Of these pages those that show nothing but what is for everybody. */
export const SAFE_FEED_CHANNEL = 'feed:safe';
/** Pages with other pictures: what moves is told to them, what is new is not. */
export const WALL_CHANNEL = 'feed:walls';
/** Of these, too, those that show nothing else. */
export const SAFE_WALL_CHANNEL = 'feed:walls:safe';
export const SHOWS_SAFE = [SAFE_FEED_CHANNEL, SAFE_WALL_CHANNEL] as const;
/** Where posts are shown many at a time. */
export const SHOWN_MANY = [FEED_CHANNEL, WALL_CHANNEL, ...SHOWS_SAFE] as const;
/** Where posts of this level may stand. */
export const shownMany = (maturity: Maturity): readonly string[] =>
  maturity === 'everybody' ? SHOWN_MANY : [FEED_CHANNEL, WALL_CHANNEL];
/** Pages that have opened a picture. */
export const postChannel = (postId: string): string => `post:${postId}`;
