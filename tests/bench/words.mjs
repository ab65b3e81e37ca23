/**
 * Precision and recall of the starter lists over the generated texts, by language, category, and obfuscation: prints the tables and writes them
 * to docs/measures/words.md. A test compares the file with a measurement.
 *
 *     npm run bench -- words
 */
import { mkdirSync, writeFileSync } from 'node:fs';

import { BUILT_IN_TERMS, WordFilter } from '../../dist/libs/word-filter/index.js';
import { tablesOf } from '../support/words/metrics.mjs';

const blockedTerms = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const allowed = BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text);
const filter = new WordFilter(
  blockedTerms.map(({ text }) => ({ id: text, text })),
  allowed,
);
const tables = tablesOf(filter, blockedTerms);
mkdirSync('docs/measures', { recursive: true });
writeFileSync('docs/measures/words.md', tables);
console.log(tables);
