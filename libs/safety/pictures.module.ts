/** What pictures may be shown: the judge of uploads, and what each person wants to see. */
export const pictures = { controllers: [], providers: [], exports: [] };
