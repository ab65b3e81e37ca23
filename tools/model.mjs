import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { at } from './paths.mjs';
import { logStep, UserError } from './console.mjs';

const FOLDER = 'models/visionary-mini';
const RESTORE_HINT = `Restore it with: git checkout -- ${FOLDER}`;

/**
 * Checks the files of the bundled model against SHA256SUMS.
 * @throws UserError when one is missing or differs
 */
export function checkModel() {
  if (!existsSync(at(FOLDER))) throw new UserError(`The embedded model is missing (${FOLDER}).`, RESTORE_HINT);
  const list = at(FOLDER, 'SHA256SUMS');
  if (!existsSync(list)) {
    logStep('Embedded model: not verified, SHA256SUMS is missing');
    return;
  }
  const lines = readFileSync(list, 'utf8').trim().split('\n');
  for (const line of lines) {
    const [, expected, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (!name) throw new UserError(`${FOLDER}/SHA256SUMS has an invalid line: ${line}`, RESTORE_HINT);
    const file = at(FOLDER, name);
    if (!existsSync(file)) {
      throw new UserError(`The embedded model is incomplete: ${FOLDER}/${name} is missing.`, RESTORE_HINT);
    }
    const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (actual !== expected) {
      throw new UserError(`The embedded model is damaged: ${FOLDER}/${name} differs.`, RESTORE_HINT);
    }
  }
  logStep(`Embedded model: ${lines.length} files verified`);
}
