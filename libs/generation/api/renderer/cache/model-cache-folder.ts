import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ManifestFile } from '../../../domain/manifest.js';
import { ModelCacheLeases } from './model-cache-leases.js';

const WHOLE = /^[0-9a-f]{64}(\.words)?$/;
const UNFINISHED = '.part';
const LEAVING = '.gone';

interface Entry {
  readonly name: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/** What was brought onto this machine: one folder for each model or LoRA, whole or not there. Other processes may share it. */
export class ModelCacheFolder {
  private readonly marks: ModelCacheLeases;
  /** What those that are being filled will have. */
  private readonly expected = new Map<string, number>();

  constructor(private readonly root: string) {
    this.marks = new ModelCacheLeases(root);
  }

  pathOf(name: string): string {
    if (!WHOLE.test(name)) throw new RangeError('A model is called by its hash.');
    return join(this.root, name);
  }

  /** Somebody uses it, or is about to, and nobody evicts it until `leave`. */
  async hold(name: string): Promise<void> {
    this.pathOf(name);
    await mkdir(this.root, { recursive: true });
    await this.marks.take(name);
  }

  leave(name: string): void {
    this.marks.leave(name);
  }

  /** One of which something is missing goes. */
  async has(name: string, files: readonly ManifestFile[]): Promise<boolean> {
    const dir = this.pathOf(name);
    const sizes = await Promise.all(files.map(({ path }) => bytesAt(join(dir, path))));
    if (files.every(({ bytes }, at) => sizes[at] === bytes)) {
      const now = new Date();
      await utimes(dir, now, now).catch(() => undefined);
      return true;
    }
    const aside = await this.putAside(name);
    if (aside) await rm(aside, { recursive: true, force: true });
    return false;
  }

  /** @returns the folder to fill. It is the caller's until `finish` or `giveUp`. */
  async begin(name: string, bytes: number): Promise<string> {
    const part = `${name}.${randomUUID()}${UNFINISHED}`;
    this.expected.set(part, bytes);
    await this.marks.take(part);
    const path = join(this.root, part);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** It appears whole. Where another process was quicker, theirs is as good. */
  async finish(part: string, name: string): Promise<void> {
    await rename(part, this.pathOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await this.giveUp(part);
  }

  async giveUp(part: string): Promise<void> {
    await rm(part, { recursive: true, force: true });
    this.expected.delete(basename(part));
    this.marks.leave(basename(part));
  }

  /**
   * Evicts what was used longest ago and nobody holds, until so many bytes fit into the budget beside the rest.
   * @returns how many bytes are missing even then; 0: there is room
   */
  async makeRoom(bytes: number, budgetBytes: number): Promise<number> {
    const entries = (await this.entries()).sort((a, b) => a.usedAt - b.usedAt);
    let missing = entries.reduce((sum, entry) => sum + entry.bytes, bytes) - budgetBytes;
    for (const entry of entries) {
      if (missing <= 0) break;
      if (await this.evict(entry.name)) missing -= entry.bytes;
    }
    return Math.max(0, missing);
  }

  /** @returns false where somebody uses it */
  private async evict(name: string): Promise<boolean> {
    if (await this.marks.isHeld(name)) return false;
    const aside = await this.putAside(name);
    if (!aside) return true;
    // Whoever took hold of it before it was put aside is seen now.
    const isBack = (await this.marks.isHeld(name)) && (await isMoved(aside, join(this.root, name)));
    if (!isBack) await rm(aside, { recursive: true, force: true });
    return !isBack;
  }

  private async putAside(name: string): Promise<string | null> {
    const aside = join(this.root, `${name}.${randomUUID()}${LEAVING}`);
    return (await isMoved(join(this.root, name), aside)) ? aside : null;
  }

  /** What is there, and what is being filled; what dead processes left goes. */
  private async entries(): Promise<Entry[]> {
    const names = await readdir(this.root).catch(() => []);
    const entries: Entry[] = [];
    for (const name of names) {
      const isLeft = name.endsWith(LEAVING) || (name.endsWith(UNFINISHED) && !(await this.marks.isHeld(name)));
      if (isLeft) await rm(join(this.root, name), { recursive: true, force: true });
      else if (WHOLE.test(name) || name.endsWith(UNFINISHED)) entries.push(await this.entryOf(name));
    }
    return entries;
  }

  private async entryOf(name: string): Promise<Entry> {
    const dir = join(this.root, name);
    const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = found.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map((file) => bytesAt(join(file.parentPath, file.name))));
    const usedAt = await stat(dir).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    return { name, usedAt, bytes: Math.max(bytes, this.expected.get(name) ?? 0) };
  }
}

const bytesAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

const isMoved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );
