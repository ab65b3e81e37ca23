import { randomUUID } from 'node:crypto';
import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { UserError } from '../user-error.js';

/** Output files of a batch: the name itself, or several with -1, -2, … before the extension. */
export function outputFilesOf(output: string, batch: number): string[] {
  if (batch === 1) return [output];
  const { dir, name, ext } = parse(output);
  return Array.from({ length: batch }, (_, at) => join(dir, `${name}-${at + 1}${ext}`));
}

/** Runs before rendering. @throws UserError when a file can't be written */
export function requireWritable(files: readonly string[]): void {
  for (const file of files) {
    const folder = dirname(resolve(file));
    if (!statsOf(folder)?.isDirectory()) {
      throw new UserError(`Can’t write ${file}: the folder ${folder} doesn’t exist.`);
    }
    const existing = statsOf(file);
    if (existing?.isDirectory()) throw new UserError(`${file} is a folder. Add a file name.`);
    if (existing && !existing.isFile()) continue;
    try {
      accessSync(existing ? file : folder, constants.W_OK);
    } catch {
      throw new UserError(`Can’t write ${file}: permission denied.`);
    }
  }
}

/** @returns undefined for a missing file. @throws UserError for an invalid path */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`Can’t write ${path}: ${(error as Error).message}.`);
  }
}

/** Writes to a temporary file in the same folder and renames it. @throws UserError */
export async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  // Anything but a regular file, such as /dev/stdout, is written directly.
  const isRegular = statsOf(file)?.isFile() ?? true;
  const temporary = isRegular ? join(dirname(resolve(file)), `.${randomUUID()}.part`) : file;
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, isRegular ? 'wx' : 'w');
    await handle.writeFile(bytes);
    await handle.close();
    if (isRegular) await rename(temporary, file);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    if (isRegular) await rm(temporary, { force: true });
    throw new UserError(`Couldn’t write ${file}: ${(error as Error).message}.`);
  }
}
