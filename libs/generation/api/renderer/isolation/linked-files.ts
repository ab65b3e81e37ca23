import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

const LINKS_AT_MOST = 1_000;

/** Where the links in a folder lead that its keeper put there: caches of models hold links. What leads nowhere is left out. */
export async function linkedFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink()).slice(0, LINKS_AT_MOST);
  const home = (await realpath(dir).catch(() => dir)) + sep;
  const ends = await Promise.all(
    links.map(({ parentPath, name }) => realpath(join(parentPath, name)).catch(() => home)),
  );
  return [...new Set(ends.filter((path) => !path.startsWith(home)))];
}
