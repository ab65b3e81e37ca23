/** Pictures that show what a version can do. */
export const samples = { controllers: [], providers: [], exports: [] };
