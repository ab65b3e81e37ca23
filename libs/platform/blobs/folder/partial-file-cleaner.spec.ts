import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PartialFileCleaner } from './partial-file-cleaner.js';

const KEY = 'ab'.repeat(32);
const TWO_HOURS_MS = 2 * 3_600_000;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'visionary-remains-'));
  await mkdir(join(root, 'ab'));
  const left = [`${KEY}.${randomUUID()}.part`, `${KEY}.${randomUUID()}.aside`, 'readme.part', `${'cd'.repeat(32)}`];
  for (const name of left) await writeFile(join(root, 'ab', name), name.endsWith('.aside') ? 'kept' : '');
});
afterEach(() => rm(root, { recursive: true }));

it('[M43] recent files are kept, because they may be in use', async () => {
  expect(await new PartialFileCleaner(root).clean(Date.now())).toBe(0);
  expect(await readdir(join(root, 'ab'))).toHaveLength(4);
});

it('[M43] partial files are deleted, files marked for deletion are restored, others stay', async () => {
  expect(await new PartialFileCleaner(root).clean(Date.now() + TWO_HOURS_MS)).toBe(2);
  expect((await readdir(join(root, 'ab'))).sort()).toEqual([KEY, 'cd'.repeat(32), 'readme.part']);
  expect(await readFile(join(root, 'ab', KEY), 'utf8')).toBe('kept');
});
