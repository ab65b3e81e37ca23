/** Files of versions, as people take them along. */
export const downloads = { controllers: [], providers: [], exports: [] };
