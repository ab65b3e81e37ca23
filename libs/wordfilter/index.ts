export type { Hit, Term } from './term.js';
