import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile, inspectFolder } from '../../libs/diffusion/inspection.js';
import { put, wickedFolder } from './wicked-files.js';

export const TINY = 'tests/golden/tiny-sd-random';
export const MINI = 'models/visionary-mini';

/** All files and links beneath a folder, as a maker would call them. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

/** Of one file by itself: the code it is refused by, or `taken`. */
export const verdict = async (name: string, content: string | Uint8Array): Promise<string> => {
  const found = await inspectFile(put(wickedFolder(), name, content), name);
  return found.ok ? 'taken' : found.code;
};

/** A model of its own to be changed. */
export const copyOf = (original: string): string => {
  const dir = wickedFolder();
  cpSync(original, dir, { recursive: true });
  return dir;
};

export const wholeOf = (dir: string) => inspectFolder(dir, filesIn(dir));
