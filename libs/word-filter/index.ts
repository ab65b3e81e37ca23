export type { BuiltInTerm } from './lists/built-in-term.js';
export type { TermMatch, Term } from './term.js';
export { BUILT_IN_TERMS } from './lists/built-in-terms.js';
export { canBeFound, isMultiPart, WordFilter } from './word-filter.js';
