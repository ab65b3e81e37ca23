/** What people report and checks hold back, what is decided about it, and the log of all that. */
export const cases = { controllers: [], providers: [], exports: [] };
