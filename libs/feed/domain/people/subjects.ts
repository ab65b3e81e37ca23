/** What caches know the counts on a person's page by. */
export const profileSubject = (personId: string): string => `profile:${personId}`;
