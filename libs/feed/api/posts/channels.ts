import type { ContentRating } from '@visionary/contract';

/** Clients that show the feed. */
export const FEED_CHANNEL = 'feed';
/** Clients that show the feed with content for everyone only. */
export const FEED_EVERYONE_CHANNEL = 'feed:safe';
/** Clients that show other lists of posts: they get changes, but no new posts. */
export const POST_UPDATES_CHANNEL = 'feed:walls';
/** The same with content for everyone only. */
export const POST_UPDATES_EVERYONE_CHANNEL = 'feed:walls:safe';
export const EVERYONE_CHANNELS = [FEED_EVERYONE_CHANNEL, POST_UPDATES_EVERYONE_CHANNEL] as const;
export const LIST_CHANNELS = [FEED_CHANNEL, POST_UPDATES_CHANNEL, ...EVERYONE_CHANNELS] as const;
/** Channels of lists that may contain a post with this rating. */
export const listChannelsFor = (contentRating: ContentRating): readonly string[] =>
  contentRating === 'everyone' ? LIST_CHANNELS : [FEED_CHANNEL, POST_UPDATES_CHANNEL];
/** Clients that have a post open. */
export const postChannel = (postId: string): string => `post:${postId}`;
