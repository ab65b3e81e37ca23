import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { onCleanup } from '../../../tests/support/cleanup.js';
import { SpillFile } from './spill-file.js';

const parent = mkdtempSync(join(tmpdir(), 'visionary-spill-'));
onCleanup(() => rmSync(parent, { recursive: true }));

describe('SpillFile', () => {
  it('stores page-aligned bytes that no other user can read, and removes them', () => {
    const spill = new SpillFile(parent);
    expect([spill.append(Buffer.from('first')), spill.append(Buffer.from('second'))]).toEqual([0, 4096]);
    const bytes = readFileSync(spill.path);
    expect(bytes.toString('utf8', 4096)).toBe('second');
    expect(statSync(spill.path).mode & 0o077).toBe(0);
    expect(statSync(dirname(spill.path)).mode & 0o077).toBe(0);
    spill.remove();
    expect(existsSync(dirname(spill.path))).toBe(false);
  });

  it('removes stale folders of killed processes, but no newer ones', () => {
    const [old, fresh, other] = [
      'visionary-changed-weights-old',
      'visionary-changed-weights-new',
      'visionary-else',
    ].map((name) => {
      mkdirSync(join(parent, name));
      return join(parent, name);
    });
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    for (const path of [old!, other!]) utimesSync(path, longAgo, longAgo);
    new SpillFile(parent).remove();
    expect([old, fresh, other].map((path) => existsSync(path!))).toEqual([false, true, true]);
  });
});
