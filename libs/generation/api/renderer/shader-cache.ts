import { constants } from 'node:fs';
import { chmod, cp, lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isInside } from '@visionary/sandbox';

/** Where drivers keep what they compiled, in the home of a process: Mesa and NVIDIA's graphics, and CUDA. */
const FOLDERS = ['.cache', '.nv'];
/** Of all files. A tiny model fills 3 MB. */
const MAX_BYTES = 256 * 2 ** 20;
const MAX_FILES = 10_000;
const MAX_DEPTH = 6;

/** Limits of the drivers' own, so that they stay below. */
export const SHADER_CACHE_SETTINGS = {
  MESA_SHADER_CACHE_MAX_SIZE: '128M',
  __GL_SHADER_DISK_CACHE_SIZE: String(MAX_BYTES / 2),
  CUDA_CACHE_MAXSIZE: String(MAX_BYTES / 2),
};

/**
 * What graphics drivers compiled, from one renderer process to the next. Native code that a model could have written, so only a
 * process that had no files of strangers may give it.
 */
export class ShaderCache {
  /** @param folder of one renderer, which only the server opens */
  constructor(private readonly folder: string) {}

  /** Copies it into the home of a process that starts. Without it, drivers compile again. */
  async copyTo(home: string): Promise<void> {
    await cp(this.folder, home, { recursive: true }).catch(() => undefined);
  }

  /** Keeps what a process left in its home instead of what there was, unless that is too much. */
  async keep(home: string): Promise<void> {
    const files = await filesIn(home);
    if (files.length === 0) return;
    const copy = `${this.folder}.new`;
    await rm(copy, { recursive: true, force: true });
    await mkdir(copy, { recursive: true, mode: 0o700 });
    for (const path of files) {
      const target = join(copy, relative(home, path));
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      await writeFile(target, await readRegularFile(path), { mode: 0o600 });
    }
    await chmod(copy, 0o700);
    await rm(this.folder, { recursive: true, force: true });
    await rename(copy, this.folder);
  }
}

const IMAGES = ['initPng', 'maskPng', 'upscalePng', 'controlPngs'];

/** Whether a command makes a renderer read what strangers may have made: all but the files in the folder of the operator. */
export function hasFilesOfStrangers(command: object, modelsDir: string): boolean {
  const { modelDir, files, loraFiles, vaeFile } = command as Readonly<Record<string, unknown>>;
  const paths = [modelDir, files, loraFiles, vaeFile].flat().filter((path) => path !== undefined);
  const folder = resolve(modelsDir);
  const areOwn = paths.every((path) => typeof path === 'string' && isInside(resolve(path), folder));
  return !areOwn || IMAGES.some((name) => name in command);
}

/** Regular files of the drivers. Empty if they are too many, or too large together. Follows no links. */
async function filesIn(home: string): Promise<string[]> {
  const files: string[] = [];
  let bytes = 0;
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) await visit(path, depth + 1);
      if (!entry.isFile()) continue;
      bytes += (await lstat(path)).size;
      files.push(path);
      if (bytes > MAX_BYTES || files.length > MAX_FILES) return;
    }
  };
  for (const name of FOLDERS) if ((await lstatOf(join(home, name)))?.isDirectory()) await visit(join(home, name), 0);
  return bytes > MAX_BYTES || files.length > MAX_FILES ? [] : files;
}

const lstatOf = (path: string) => lstat(path).catch(() => undefined);

/** @throws Error of the file system, also for a link */
async function readRegularFile(path: string): Promise<Buffer> {
  // Not a pipe either, which would never end.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new Error('it is no regular file');
    return await file.readFile();
  } finally {
    await file.close();
  }
}
