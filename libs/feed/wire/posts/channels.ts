/** Pages that show the feed. */
export const FEED_CHANNEL = 'feed';
/** Of these pages those that show nothing but what is for everybody. */
export const SAFE_FEED_CHANNEL = 'feed:safe';
/** Pages with other pictures: what moves is told to them, what is new is not. */
export const WALL_CHANNEL = 'feed:walls';
/** Where posts are shown many at a time. */
export const SHOWN_MANY = [FEED_CHANNEL, SAFE_FEED_CHANNEL, WALL_CHANNEL] as const;
/** Pages that have opened a picture. */
export const postChannel = (postId: string): string => `post:${postId}`;
