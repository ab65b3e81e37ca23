/** Pages that show the feed. */
export const FEED_CHANNEL = 'feed';
/** Pages that have opened a picture. */
export const postChannel = (postId: string): string => `post:${postId}`;
