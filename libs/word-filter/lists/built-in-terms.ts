import { ALWAYS_ALLOWED } from './always-allowed.js';
import { ANY_LANGUAGE } from './any-language.js';
import { CHILDREN_IN_IMAGES } from './children.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';
import type { BuiltInTerm } from './built-in-term.js';

/** The lists of a new instance, including allowed terms, inside which nothing matches. */
export const BUILT_IN_TERMS: readonly BuiltInTerm[] = [
  ...ENGLISH,
  ...CHINESE,
  ...CHILDREN_IN_IMAGES,
  ...ANY_LANGUAGE,
  ...ALWAYS_ALLOWED,
];
