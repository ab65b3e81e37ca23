/** Pages on which somebody looks at takes of their own, from whichever room. */
export const takesChannel = (authorId: string): string => `takes:${authorId}`;
