/** Counts and posts on a user's page. */
export const profileCacheTag = (userId: string): string => `profile:${userId}`;
