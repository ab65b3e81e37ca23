import { ALWAYS_ALLOWED } from './always-allowed.js';
import { ANY_LANGUAGE } from './any-language.js';
import { CHILDREN_IN_IMAGES } from './children.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';
import type { BuiltInTerm } from './built-in-term.js';

/** Where an instance begins: terms to find, and those with the action `allow`, inside which nothing is found. */
export const BUILT_IN_TERMS: readonly BuiltInTerm[] = [
  ...ENGLISH,
  ...CHINESE,
  ...CHILDREN_IN_IMAGES,
  ...ANY_LANGUAGE,
  ...ALWAYS_ALLOWED,
];
