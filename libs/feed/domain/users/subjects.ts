/** What caches know the counts on a user's page by. */
export const profileCacheTag = (userId: string): string => `profile:${userId}`;
