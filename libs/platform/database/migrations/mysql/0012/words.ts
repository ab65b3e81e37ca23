/** Terms of the word filter, what is always let through, and the log of what moderators did. */
export const WORDS: readonly string[] = [];
