import { randomUUID } from 'node:crypto';
import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { UserError } from '../user-error.js';

/** Where the images of a batch go: the name itself, or with -1, -2, … before its ending. */
export function outputsOf(output: string, batch: number): string[] {
  if (batch === 1) return [output];
  const { dir, name, ext } = parse(output);
  return Array.from({ length: batch }, (_, at) => join(dir, `${name}-${at + 1}${ext}`));
}

/**
 * Looks before anything is rendered.
 * @throws Trouble where nothing can be written
 */
export function requireWritable(files: readonly string[]): void {
  for (const file of files) {
    const folder = dirname(resolve(file));
    if (!found(folder)?.isDirectory()) {
      throw new UserError(`Can’t write ${file}: the folder ${folder} doesn’t exist.`);
    }
    const there = found(file);
    if (there?.isDirectory()) throw new UserError(`${file} is a folder. Add a file name.`);
    if (there && !there.isFile()) continue;
    try {
      accessSync(there ? file : folder, constants.W_OK);
    } catch {
      throw new UserError(`Can’t write ${file}: permission denied.`);
    }
  }
}

/** @returns undefined when there is nothing. @throws Trouble for a path that can be none: too long, through a file */
function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`Can’t write ${path}: ${(error as Error).message}.`);
  }
}

/** Written whole or not at all: beside its place first, then moved there. @throws Trouble when it cannot be written */
export async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  // What is no plain file, like /dev/stdout, takes the bytes as they come.
  const isPlain = found(file)?.isFile() ?? true;
  const beside = isPlain ? join(dirname(resolve(file)), `.${randomUUID()}.part`) : file;
  let handle: FileHandle | undefined;
  try {
    handle = await open(beside, isPlain ? 'wx' : 'w');
    await handle.writeFile(bytes);
    await handle.close();
    if (isPlain) await rename(beside, file);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    if (isPlain) await rm(beside, { force: true });
    throw new UserError(`Couldn’t write ${file}: ${(error as Error).message}.`);
  }
}
