import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointFolder, weightFileNames } from '../checkpoint/checkpoint-files.js';
import { SETTINGS_FILE } from '../checkpoint/checkpoint-settings.js';
import { ModelFolderError } from '../errors.js';

interface FileInfo {
  /** Relative to the folder, with forward slashes. */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Files that affect images. Model cards and samples don't. */
const PARTS = /^(scheduler|tokenizer(_2)?|text_encoder(_2)?|unet|vae_decoder|vae_encoder|preview_decoder)\//;

/**
 * Changes whenever a file of the model is replaced. Uses sizes and times and reads no contents.
 * @throws ModelFolderError FILE_MISSING when there is no such folder
 */
export async function folderFingerprint(dir: string): Promise<string> {
  const files = await modelFiles(dir);
  return files.map((file) => `${file.name}:${file.size}:${file.mtimeMs}`).join('|');
}

/**
 * SHA-256 over names, sizes, and contents of the model's files, ordered by name, in hex. That of a checkpoint without
 * other files is the file's own, which other programs record, too.
 * @throws ModelFolderError FILE_MISSING when there is no such folder
 */
export async function folderHash(dir: string): Promise<string> {
  const hash = createHash('sha256');
  const files = await modelFiles(dir);
  const isOneCheckpoint = files.length === 1 && weightFileNames(dir).length === 1;
  for (const file of files) {
    if (!isOneCheckpoint) hash.update(`${file.name}\0${file.size}\0`);
    for await (const chunk of createReadStream(join(checkpointFolder(dir), file.name))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function modelFiles(dir: string): Promise<FileInfo[]> {
  const weights = weightFileNames(dir);
  const folder = checkpointFolder(dir);
  if (folder !== dir) return statAll(folder, weights);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => {
    throw new ModelFolderError(
      'FILE_MISSING',
      'model_index.json',
      'there is no such folder',
      'a folder that can be read',
      { reasonKey: 'fileMissing' },
    );
  });
  const names = entries
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length).replaceAll('\\', '/'))
    .sort();
  const isExport = weights.length === 0;
  const isPart = (name: string) => name === 'model_index.json' || PARTS.test(name);
  return statAll(dir, names.filter(isExport ? isPart : (name) => name === SETTINGS_FILE || weights.includes(name)));
}

async function statAll(dir: string, names: readonly string[]): Promise<FileInfo[]> {
  const files = await Promise.all(names.map(async (name) => ({ name, stats: await stat(join(dir, name)) })));
  return files
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ name, size: stats.size, mtimeMs: stats.mtimeMs }));
}
