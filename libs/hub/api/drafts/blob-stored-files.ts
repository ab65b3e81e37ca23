import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { StoredFiles, type MaterializedFile } from '../../domain/drafts/upload-ports.js';

@Injectable()
export class BlobStoredFiles extends StoredFiles {
  private readonly dir: string;

  constructor(
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    config: Config,
  ) {
    super();
    this.dir = join(config.dataDir, 'trials');
  }

  store<T>(path: string, sha256: string, use: (known: boolean) => Promise<T>): Promise<T> {
    return this.blobs.leaseFile(path, sha256, use);
  }

  reference<T>(sha256: string, use: () => Promise<T>): Promise<T | null> {
    return this.blobs.leaseExisting(sha256, use);
  }

  async materialize(files: readonly MaterializedFile[], signal: AbortSignal): Promise<string> {
    await mkdir(this.dir, { recursive: true });
    const dir = await mkdtemp(join(this.dir, 'draft-'));
    try {
      for (const { path, sha256 } of files) {
        signal.throwIfAborted();
        // The path was held against the rules of file-path.ts before it was written down.
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

  /** What nodes that died before then have laid out. @returns how many folders */
  async clearLeft(before: number): Promise<number> {
    let cleared = 0;
    for (const name of await readdir(this.dir).catch(() => [] as string[])) {
      const found = await stat(join(this.dir, name)).catch(() => null);
      if (!found || found.mtimeMs > before) continue;
      await this.removeMaterialized(join(this.dir, name));
      cleared += 1;
    }
    return cleared;
  }

  async drop(sha256: string): Promise<void> {
    await this.unreferencedBlobs.drop(sha256);
  }
}
