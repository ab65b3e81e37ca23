/** What caches know posts by; whoever changes one names it where the transaction is run. */
export const POSTS = 'posts';
/** What is said beneath a post, where nothing else of the post changes with it. */
export const talkSubject = (postId: string): string => `talk:${postId}`;
/** Whether a take that pictures were made from is published. */
export const takeSubject = (takeId: string): string => `take:${takeId}`;
export const postSubject = (id: string): string => `post:${id}`;
