import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeReadable } from '@visionary/sandbox';
import type { ManifestFile } from '../../../domain/manifest.js';
import { ModelCacheLeases } from './model-cache-leases.js';

const ENTRY_NAME = /^[0-9a-f]{64}(\.words)?$/;
const PARTIAL = '.part';
const EVICTED = '.gone';

interface Entry {
  readonly name: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/** Downloaded models and LoRAs on this machine: one folder each, complete or absent. Other processes may share it. */
export class ModelCacheFolder {
  private readonly leases: ModelCacheLeases;
  /** Expected bytes of folders that are being filled. */
  private readonly expectedBytes = new Map<string, number>();

  constructor(private readonly root: string) {
    this.leases = new ModelCacheLeases(root);
  }

  pathOf(name: string): string {
    if (!ENTRY_NAME.test(name)) throw new RangeError('The name of an entry is a hash.');
    return join(this.root, name);
  }

  /** Leases an entry, so that it is not evicted until `release`. */
  async acquire(name: string): Promise<void> {
    this.pathOf(name);
    await mkdir(this.root, { recursive: true });
    await this.leases.acquire(name);
  }

  release(name: string): void {
    this.leases.release(name);
  }

  /** Removes an incomplete entry. */
  async has(name: string, files: readonly ManifestFile[]): Promise<boolean> {
    const dir = this.pathOf(name);
    const sizes = await Promise.all(files.map(({ path }) => bytesAt(join(dir, path))));
    if (files.every(({ bytes }, at) => sizes[at] === bytes)) {
      const now = new Date();
      await utimes(dir, now, now).catch(() => undefined);
      return true;
    }
    const evictedPath = await this.moveAside(name);
    if (evictedPath) await rm(evictedPath, { recursive: true, force: true });
    return false;
  }

  /** @returns the folder to fill, until `finish` or `abort` */
  async begin(name: string, bytes: number): Promise<string> {
    const part = `${name}.${randomUUID()}${PARTIAL}`;
    this.expectedBytes.set(part, bytes);
    await this.leases.acquire(part);
    const path = join(this.root, part);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** Makes the entry visible. If another process was faster, its entry is used. */
  async finish(part: string, name: string): Promise<void> {
    // The renderer may run as another user.
    await makeReadable(part);
    await rename(part, this.pathOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    await this.abort(part);
  }

  async abort(part: string): Promise<void> {
    await rm(part, { recursive: true, force: true });
    this.expectedBytes.delete(basename(part));
    this.leases.release(basename(part));
  }

  /**
   * Evicts the least recently used entries without a lease until `bytes` fit into the budget.
   * @returns how many bytes are still missing; 0 if there is room
   */
  async makeRoom(bytes: number, budgetBytes: number): Promise<number> {
    const entries = (await this.entries()).sort((a, b) => a.usedAt - b.usedAt);
    let missingBytes = entries.reduce((sum, entry) => sum + entry.bytes, bytes) - budgetBytes;
    for (const entry of entries) {
      if (missingBytes <= 0) break;
      if (await this.evict(entry.name)) missingBytes -= entry.bytes;
    }
    return Math.max(0, missingBytes);
  }

  /** @returns false if it is leased */
  private async evict(name: string): Promise<boolean> {
    if (await this.leases.isLeased(name)) return false;
    const evictedPath = await this.moveAside(name);
    if (!evictedPath) return true;
    // Detects a lease that was taken just before the entry moved.
    const isBack = (await this.leases.isLeased(name)) && (await tryRename(evictedPath, join(this.root, name)));
    if (!isBack) await rm(evictedPath, { recursive: true, force: true });
    return !isBack;
  }

  private async moveAside(name: string): Promise<string | null> {
    const evictedPath = join(this.root, `${name}.${randomUUID()}${EVICTED}`);
    return (await tryRename(join(this.root, name), evictedPath)) ? evictedPath : null;
  }

  /** Lists entries, and removes what crashed processes left. */
  private async entries(): Promise<Entry[]> {
    const names = await readdir(this.root).catch(() => []);
    const entries: Entry[] = [];
    for (const name of names) {
      const isStale = name.endsWith(EVICTED) || (name.endsWith(PARTIAL) && !(await this.leases.isLeased(name)));
      if (isStale) await rm(join(this.root, name), { recursive: true, force: true });
      else if (ENTRY_NAME.test(name) || name.endsWith(PARTIAL)) entries.push(await this.entryOf(name));
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
    return { name, usedAt, bytes: Math.max(bytes, this.expectedBytes.get(name) ?? 0) };
  }
}

const bytesAt = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

const tryRename = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );
