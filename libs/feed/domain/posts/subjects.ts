/** What caches know posts by; whoever changes one names it where the transaction is run. */
export const POSTS = 'posts';
/** What is said beneath a post, where nothing else of the post changes with it. */
export const talkSubject = (postId: string): string => `talk:${postId}`;
export const postSubject = (id: string): string => `post:${id}`;
