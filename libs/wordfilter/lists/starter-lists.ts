import { ALWAYS_ALLOWED } from './always-allowed.js';
import { ANY_LANGUAGE } from './any-language.js';
import { CHILDREN_IN_PICTURES } from './children.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';
import type { StarterTerm } from './starter-term.js';

/** Where an instance begins: terms to find, and those with the action `allow`, inside which nothing is found. */
export const STARTER_TERMS: readonly StarterTerm[] = [
  ...ENGLISH,
  ...CHINESE,
  ...CHILDREN_IN_PICTURES,
  ...ANY_LANGUAGE,
  ...ALWAYS_ALLOWED,
];
