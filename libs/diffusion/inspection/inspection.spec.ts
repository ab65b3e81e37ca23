import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inspectFile, inspectFolder } from '../inspection.js';

const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

describe('looking at files before anybody loads them', () => {
  it.each(['models/visionary-mini', 'tests/golden/tiny-sd-random'])(
    '[M1] takes %s, file by file and whole',
    async (dir) => {
      for (const name of filesIn(dir)) {
        expect([name, await inspectFile(join(dir, name), name)]).toMatchObject([name, { ok: true }]);
      }
      expect(await inspectFolder(dir, filesIn(dir))).toMatchObject({ ok: true, facts: { kind: 'model' } });
    },
  );
});
