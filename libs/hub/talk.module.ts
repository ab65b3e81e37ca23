/** What people say about models: stars, comments, emoji. */
export const talk = { controllers: [], providers: [], exports: [] };
