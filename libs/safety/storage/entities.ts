import type { EntitySchema } from '@mikro-orm/core';
import { casesEntities } from './cases-entities.js';
import { contentsEntities } from './contents/entities.js';
import { stylesEntities } from './styles-entities.js';
import { wordsEntities } from './words-entities.js';

/** Mapping for migrations; the repositories speak plain rows. Each capability maps its tables in a file of its own. */
export const safetyEntities: readonly EntitySchema[] = [
  ...[...wordsEntities, ...stylesEntities, ...casesEntities, ...contentsEntities],
];
