/** What may be written: the word filter, its terms, and who asks it. */
export const words = { controllers: [], providers: [], exports: [] };
