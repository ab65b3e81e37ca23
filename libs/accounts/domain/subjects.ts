/** What caches know a user by, as others see them. */
export const userCacheTag = (id: string): string => `user:${id}`;
export const sessionCacheTag = (id: string): string => `session:${id}`;
