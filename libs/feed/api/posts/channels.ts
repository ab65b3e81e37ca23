import type { ContentRating } from '../../domain/posts/post.js';

/** Pages that show the feed. */
export const FEED_CHANNEL = 'feed';
/** Of these pages those that show nothing but what is for everybody. */
export const FEED_EVERYONE_CHANNEL = 'feed:safe';
/** Pages with other images: what moves is told to them, what is new is not. */
export const POST_UPDATES_CHANNEL = 'feed:walls';
/** Of these, too, those that show nothing else. */
export const POST_UPDATES_EVERYONE_CHANNEL = 'feed:walls:safe';
export const SHOWS_SAFE = [FEED_EVERYONE_CHANNEL, POST_UPDATES_EVERYONE_CHANNEL] as const;
/** Where posts are shown many at a time. */
export const LIST_CHANNELS = [FEED_CHANNEL, POST_UPDATES_CHANNEL, ...SHOWS_SAFE] as const;
/** Where posts of this level may stand. */
export const listChannelFor = (contentRating: ContentRating): readonly string[] =>
  contentRating === 'everyone' ? LIST_CHANNELS : [FEED_CHANNEL, POST_UPDATES_CHANNEL];
/** Pages that have opened an image. */
export const postChannel = (postId: string): string => `post:${postId}`;
