import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';

/** A file in a temporary folder for inspection. */
export interface MaterializedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Complete files, addressed by their content. */
@Injectable()
export class StoredFiles {
  private readonly dir: string;

  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    config: Config,
  ) {
    this.dir = join(config.dataDir, 'trials');
  }

  /** Moves the file into the store. The blob is leased while `use` records its reference. @param use gets whether the blob store already had the content */
  store<T>(path: string, sha256: string, use: (isDeduplicated: boolean) => Promise<T>): Promise<T> {
    return this.blobs.leaseFile(path, sha256, use);
  }

  /** Leases a stored blob while `use` records its reference. @returns null, without calling `use`, if it isn't stored */
  reference<T>(sha256: string, use: () => Promise<T>): Promise<T | null> {
    return this.blobs.leaseExisting(sha256, use);
  }

  /** @throws Error if a blob is missing or damaged. @returns the folder, which the caller must remove */
  async materialize(files: readonly MaterializedFile[], signal: AbortSignal): Promise<string> {
    await mkdir(this.dir, { recursive: true });
    const dir = await mkdtemp(join(this.dir, 'draft-'));
    try {
      for (const { path, sha256 } of files) {
        signal.throwIfAborted();
        // The path was validated before it was stored.
        await this.blobs.fetch(sha256, join(dir, path));
      }
      return dir;
    } catch (error) {
      await this.removeMaterialized(dir);
      throw error;
    }
  }

  async removeMaterialized(dir: string): Promise<void> {
    await rm(dir, { recursive: true, force: true });
  }

  /** Removes folders that crashed nodes left behind. @returns how many */
  async clearOrphans(before: number): Promise<number> {
    let count = 0;
    for (const name of await readdir(this.dir).catch(() => [] as string[])) {
      const stats = await stat(join(this.dir, name)).catch(() => null);
      if (!stats || stats.mtimeMs > before) continue;
      await this.removeMaterialized(join(this.dir, name));
      count += 1;
    }
    return count;
  }

  /** Deletes the blob unless something references or leases it. */
  async drop(sha256: string): Promise<void> {
    await this.unreferencedBlobs.drop(sha256);
  }
}
