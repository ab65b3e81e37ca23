export type { Hit, Term } from './term.js';
export { canBeFound, WordFilter } from './word-filter.js';
