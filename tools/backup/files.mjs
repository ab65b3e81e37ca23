import { constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of DATA_DIR to save: images and models by their hash, and unfinished uploads. */
export const SAVED_FOLDERS = ['blobs', 'uploads'];

/** A file that is deleted while it is copied is no longer referenced. */
async function copyOneFile(from, to) {
  const partialFile = `${to}.half`;
  try {
    await copyFile(from, partialFile, constants.COPYFILE_FICLONE);
    await rename(partialFile, to);
    return 1;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Copies a folder recursively.
 * @param {boolean} overwrite whether existing files are copied again; files named by their hash don't need it
 * @returns {Promise<number>} number of copied files
 */
export async function copyFolder(from, to, overwrite) {
  if (!existsSync(from)) return 0;
  mkdirSync(to, { recursive: true });
  let copied = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copied += await copyFolder(source, target, overwrite);
    else if (entry.isFile() && (overwrite || !existsSync(target))) copied += await copyOneFile(source, target);
  }
  return copied;
}
