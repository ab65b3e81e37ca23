import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../user-error.js';
import { contentsOf, decodeManifest, encodeManifest, type Manifest, type SavedFile } from './manifest.js';
import { syncFolder, syncToDisk } from './sync.js';

const PART = '.part';
export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** What is at a path, without following a link. Null: nothing. */
const entryAt = (path: string) =>
  lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });

/** A manifest as it lies in the folder. Null: damaged. */
export interface StoredManifest {
  readonly name: string;
  readonly manifest: Manifest | null;
}

/** Passes its input through and hashes it. */
const hashing = (): { readonly through: Transform; readonly result: () => SavedFile } => {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, result: () => ({ sha256: hash.digest('hex'), bytes }) };
};

/**
 * A folder with backups: contents by their hash, shared by all backups, and one manifest per backup. A content appears
 * complete or not at all, and a manifest after its contents.
 */
export class BackupFolder {
  private readonly manifestFolder: string;
  private readonly contentFolder: string;
  /** Contents that this run compared with their hash. */
  private readonly intact = new Set<string>();
  private replaced = 0;

  /** @param checksHashes false to accept a content by its length when a backup reuses it */
  constructor(
    private readonly root: string,
    private readonly checksHashes = true,
  ) {
    this.manifestFolder = join(root, 'manifests');
    this.contentFolder = join(root, 'contents');
  }

  async prepare(): Promise<void> {
    for (const folder of [this.root, this.manifestFolder, this.contentFolder]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
  }

  /** A new file in the folder, for a program that writes to a path. */
  newPart(): string {
    return join(this.contentFolder, `${randomUUID()}${PART}`);
  }

  pathOf({ sha256 }: SavedFile): string {
    return join(this.contentFolder, sha256.slice(0, 2), sha256);
  }

  /** Number of damaged contents that were replaced. */
  get repaired(): number {
    return this.replaced;
  }

  /** Whether a new backup can use the content that is here. Reads all of it, once, unless only lengths are compared. */
  async canReuse(file: SavedFile): Promise<boolean> {
    if (!this.checksHashes) return this.has(file);
    if (!this.intact.has(file.sha256)) {
      if (!(await this.isIntact(file))) return false;
      this.intact.add(file.sha256);
    }
    return true;
  }

  /** Whether the content is here and has its hash. Reads all of it. */
  async isIntact(file: SavedFile): Promise<boolean> {
    if (!(await this.has(file))) return false;
    const { through, result } = hashing();
    await pipeline(createReadStream(this.pathOf(file)), through, async (chunks) => {
      for await (const _chunk of chunks);
    });
    return result().sha256 === file.sha256;
  }

  /** Copies a file. @throws Error ENOENT if it disappears */
  async copy(path: string): Promise<SavedFile> {
    const part = this.newPart();
    const { through, result } = hashing();
    await pipeline(createReadStream(path), through, createWriteStream(part, { mode: 0o600 }));
    return this.adopt(part, result());
  }

  /** Takes in a file that `newPart` named. */
  async adoptPart(part: string): Promise<SavedFile> {
    const { through, result } = hashing();
    await pipeline(createReadStream(part), through, async (chunks) => {
      for await (const _chunk of chunks);
    });
    return this.adopt(part, result());
  }

  /** The backup exists from now on. @param onWritten runs before that */
  async publish(manifest: Manifest, onWritten: () => void): Promise<void> {
    for (const folder of await readdir(this.contentFolder)) {
      if (!folder.endsWith(PART)) await syncFolder(join(this.contentFolder, folder));
    }
    await syncFolder(this.contentFolder);
    const path = join(this.manifestFolder, `${manifest.at.replaceAll(':', '-')}.json`);
    await writeFile(`${path}${PART}`, encodeManifest(manifest), { mode: 0o600 });
    await syncToDisk(`${path}${PART}`);
    onWritten();
    await rename(`${path}${PART}`, path);
    await syncFolder(this.manifestFolder);
  }

  /** Newest first. */
  async manifests(): Promise<StoredManifest[]> {
    const names = await readdir(this.manifestFolder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const sorted = names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .toReversed();
    return Promise.all(
      sorted.map(async (name) => ({
        name,
        manifest: decodeManifest(await readFile(join(this.manifestFolder, name), 'utf8')),
      })),
    );
  }

  /**
   * Deletes all but the newest backups, then every content that none of them needs.
   * @param onForgotten runs before contents are deleted
   * @returns number of deleted contents
   * @throws UserError if a manifest is damaged: what it needs is unknown
   */
  async prune(keep: number, onForgotten: () => void): Promise<number> {
    const manifests = await this.manifests();
    const kept = manifests.slice(0, keep);
    const damaged = kept.find(({ manifest }) => manifest === null);
    if (damaged) {
      throw new UserError(
        `The backup is saved, but ${damaged.name} is damaged, so nothing was pruned. Delete that file.`,
      );
    }
    for (const { name } of manifests.slice(keep)) await rm(join(this.manifestFolder, name));
    await syncFolder(this.manifestFolder);
    onForgotten();
    const needed = new Set(
      kept.flatMap(({ manifest }) => (manifest ? contentsOf(manifest) : [])).map(({ sha256 }) => sha256),
    );
    return this.deleteExcept(needed);
  }

  private async adopt(part: string, file: SavedFile): Promise<SavedFile> {
    if (await this.canReuse(file)) {
      await rm(part);
      return file;
    }
    const path = this.pathOf(file);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await syncToDisk(part);
    if (await entryAt(path)) {
      this.replaced += 1;
      // A folder cannot be replaced by renaming.
      await rm(path, { recursive: true });
    }
    await rename(part, path);
    this.intact.add(file.sha256);
    return file;
  }

  /** Whether the content is here with this length. A link to a file elsewhere is no content. */
  private async has(file: SavedFile): Promise<boolean> {
    const entry = await entryAt(this.pathOf(file));
    return entry !== null && entry.isFile() && entry.size === file.bytes;
  }

  private async deleteExcept(needed: ReadonlySet<string>): Promise<number> {
    let deleted = 0;
    for (const entry of await readdir(this.contentFolder, { withFileTypes: true })) {
      const path = join(this.contentFolder, entry.name);
      // Left by a run that was killed.
      if (!entry.isDirectory()) await rm(path, { force: true });
      else {
        const unneeded = (await readdir(path)).filter((name) => !needed.has(name));
        for (const name of unneeded) await rm(join(path, name));
        deleted += unneeded.length;
      }
    }
    for (const name of await readdir(this.manifestFolder)) {
      if (name.endsWith(PART)) await rm(join(this.manifestFolder, name), { force: true });
    }
    return deleted;
  }
}
