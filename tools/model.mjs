import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { at } from './paths.mjs';
import { say, Stop } from './console.mjs';

const FOLDER = 'models/visionary-mini';
const MEND = `Restore it with: git checkout -- ${FOLDER}`;

/**
 * Checks the files of the bundled model against SHA256SUMS.
 * @throws Stop when one is missing or differs
 */
export function checkModel() {
  if (!existsSync(at(FOLDER))) throw new Stop(`The embedded model is missing (${FOLDER}).`, MEND);
  const list = at(FOLDER, 'SHA256SUMS');
  if (!existsSync(list)) {
    say('Embedded model: present, but without checksums to verify it');
    return;
  }
  const lines = readFileSync(list, 'utf8').trim().split('\n');
  for (const line of lines) {
    const [, expected, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (!name) throw new Stop(`${FOLDER}/SHA256SUMS has an invalid line: ${line}`, MEND);
    const file = at(FOLDER, name);
    if (!existsSync(file)) throw new Stop(`The embedded model is incomplete: ${FOLDER}/${name} is missing.`, MEND);
    const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (actual !== expected) throw new Stop(`The embedded model is damaged: ${FOLDER}/${name} differs.`, MEND);
  }
  say(`Embedded model: ${lines.length} files, all verified`);
}
