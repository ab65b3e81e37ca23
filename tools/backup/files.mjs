import { constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What of DATA_DIR is somebody's: images and models by their hash, and uploads that are not whole yet. */
export const KEPT = ['blobs', 'uploads'];

/** A file that goes while it is copied belonged to nothing any more. */
async function copyOne(from, to) {
  const half = `${to}.half`;
  try {
    await copyFile(from, half, constants.COPYFILE_FICLONE);
    await rename(half, to);
    return 1;
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Copies a folder with what is in it.
 * @param {boolean} anew whether what is there already is copied once more; what is named by its hash need not be
 * @returns {Promise<number>} how many files were copied
 */
export async function copyFolder(from, to, anew) {
  if (!existsSync(from)) return 0;
  mkdirSync(to, { recursive: true });
  let copied = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copied += await copyFolder(source, target, anew);
    else if (entry.isFile() && (anew || !existsSync(target))) copied += await copyOne(source, target);
  }
  return copied;
}
