import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
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
 * SHA-256 over names, sizes, and contents of the model's files, ordered by name, in hex.
 * @throws ModelFolderError FILE_MISSING when there is no such folder
 */
export async function folderHash(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await modelFiles(dir)) {
    hash.update(`${file.name}\0${file.size}\0`);
    for await (const chunk of createReadStream(join(dir, file.name))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function modelFiles(dir: string): Promise<FileInfo[]> {
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
    .filter((name) => name === 'model_index.json' || PARTS.test(name))
    .sort();
  const files = await Promise.all(names.map(async (name) => ({ name, stats: await stat(join(dir, name)) })));
  return files
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ name, size: stats.size, mtimeMs: stats.mtimeMs }));
}
