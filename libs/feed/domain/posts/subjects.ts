/** What caches know posts by; whoever changes one names it where the transaction is run. */
export const POSTS = 'posts';
export const postSubject = (id: string): string => `post:${id}`;
