import { chmod, chown, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import { SANDBOX_GID } from './sandbox-user.js';

const READ_RIGHTS = { folder: 0o555, file: 0o444 };
const ENTER_RIGHT = { other: 0o001, group: 0o010 };
const MAX_LINKS = 1_000;

/** Lets every user read a folder that was made for sandboxed processes. */
export async function makeReadable(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.isFile()) {
      await addRights(path, entry.isDirectory() ? READ_RIGHTS.folder : READ_RIGHTS.file);
    }
  }
  await addRights(dir, READ_RIGHTS.folder);
}

/** Lets the users of sandboxes enter folders of the server, but not list them. */
export async function letSandboxEnter(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const { mode } = await stat(folder);
    await chown(folder, -1, SANDBOX_GID);
    await chmod(folder, (mode & 0o7700) | ENTER_RIGHT.group);
  }
}

async function addRights(path: string, rights: number): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & rights) !== rights) await chmod(path, (mode & 0o7777) | rights);
}

/** @returns the first file or folder there that not everyone may read; links are followed, broken ones skipped */
export async function firstUnreadable(path: string): Promise<string | undefined> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = [path, ...entries.map((entry) => join(entry.parentPath, entry.name))];
  const readable = await Promise.all(paths.map(isReadableByEveryone));
  return paths[readable.indexOf(false)];
}

async function isReadableByEveryone(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return true;
  const rights = 0o007 & (info.isDirectory() ? READ_RIGHTS.folder : READ_RIGHTS.file);
  return (info.mode & rights) === rights;
}

/** @returns the outermost folder on the way to a path that the users of sandboxes can't enter */
export async function closedParent(path: string): Promise<string | undefined> {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const info = await stat(folder).catch(() => undefined);
    if (!info) continue;
    const right = info.gid === SANDBOX_GID ? ENTER_RIGHT.group : ENTER_RIGHT.other;
    if ((info.mode & right) === 0) return folder;
  }
  return undefined;
}

/**
 * What symbolic links on and below a path lead to outside of it, also through further links: download caches consist of
 * links. Skips broken links.
 */
export async function linkTargets(path: string): Promise<string[]> {
  const found = new Set<string>();
  const pending = [path];
  for (let at = 0; at < pending.length && found.size < MAX_LINKS; at++) {
    const folder = pending[at]!;
    const real = await realpath(folder).catch(() => folder);
    const targets = await targetsBelow(folder);
    for (const target of real === folder ? targets : [real, ...targets]) {
      if (found.has(target) || isInside(target, path)) continue;
      found.add(target);
      pending.push(target);
    }
  }
  return [...found];
}

async function targetsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink()).slice(0, MAX_LINKS);
  return Promise.all(links.map(({ parentPath, name }) => realpath(join(parentPath, name)).catch(() => folder)));
}

/**
 * Files, and those beside them with the same name and another extension: a classifier, its card, and its weights.
 * @param files others than absolute paths are ignored
 */
export async function withFilesBeside(files: readonly string[]): Promise<string[]> {
  const found = files.filter(isAbsolute).map(async (file) => {
    const { dir, name } = parse(file);
    const names = await readdir(dir).catch(() => []);
    return names.filter((one) => one.startsWith(`${name}.`)).map((one) => join(dir, one));
  });
  return (await Promise.all(found)).flat();
}

export const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);
