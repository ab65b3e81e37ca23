import { ALWAYS_ALLOWED } from './always-allowed.js';
import { ANY_LANGUAGE } from './any-language.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';
import type { StarterTerm } from './starter-term.js';

/** Where an instance begins: terms to find, and those with the action `allow`, inside which nothing is found. */
export const STARTER_TERMS: readonly StarterTerm[] = [...ENGLISH, ...CHINESE, ...ANY_LANGUAGE, ...ALWAYS_ALLOWED];
