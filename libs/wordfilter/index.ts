export type { StarterTerm } from './lists/starter-term.js';
export type { Hit, Term } from './term.js';
export { STARTER_TERMS } from './lists/starter-lists.js';
export { canBeFound, isOfParts, WordFilter } from './word-filter.js';
