import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { TINY_SD } from '../golden/vectors.js';
import { onCleanup } from './cleanup.js';

/** A copy of the model with random weights, made of links, for tests that change files. Deleted after the test file. */
export async function modelCopy(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'visionary-model-'));
  onCleanup(() => rm(dir, { recursive: true, force: true }));
  for (const entry of await readdir(TINY_SD, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const copy = join(dir, relative(TINY_SD, path));
    await mkdir(dirname(copy), { recursive: true });
    await symlink(path, copy);
  }
  return dir;
}

/** Replaces a file of the copy, not of the original. */
export async function putFile(dir: string, file: string, content: string | Uint8Array): Promise<void> {
  const path = join(dir, file);
  await rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Rewrites one of its JSON files. */
export async function changeJson(dir: string, file: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const json = JSON.parse(await readFile(join(dir, file), 'utf8')) as Record<string, unknown>;
  await putFile(dir, file, JSON.stringify({ ...json, ...change }));
}
