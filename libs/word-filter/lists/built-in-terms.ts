import { ALWAYS_ALLOWED } from './always-allowed.js';
import { ANY_LANGUAGE } from './any-language.js';
import { CHILDREN_IN_IMAGES } from './children.js';
import { CHINESE } from './chinese.js';
import { ENGLISH } from './english.js';
import { EXTREMISM_IN_PROMPTS } from './topics/extremism.js';
import { HATE_IN_PROMPTS } from './topics/hate.js';
import { VIOLENCE_IN_PROMPTS } from './topics/violence.js';
import type { BuiltInTerm } from './built-in-term.js';

/** The lists of a new instance, including allowed terms, inside which nothing matches. */
export const BUILT_IN_TERMS: readonly BuiltInTerm[] = [
  ...ENGLISH,
  ...CHINESE,
  ...CHILDREN_IN_IMAGES,
  ...ANY_LANGUAGE,
  ...VIOLENCE_IN_PROMPTS,
  ...EXTREMISM_IN_PROMPTS,
  ...HATE_IN_PROMPTS,
  ...ALWAYS_ALLOWED,
];
