import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isStorageFull } from '@visionary/kernel';
import { bytesOf, type Manifest, type ManifestFile } from '../../../domain/manifest.js';
import { CLIP_TOKENIZER_FILE } from '../../../domain/renderer-protocol.js';
import { ModelCacheFolder } from './model-cache-folder.js';
import {
  ModelDownloadError,
  fetchFiles,
  type FetchOptions,
  type FileSource,
  tokenizerFiles,
  formatBytes,
} from './fetch-manifest.js';
import { SharedDownloads } from './shared-downloads.js';

/** A downloaded entry that stays until it is released. */
export interface FetchedModel {
  readonly dir: string;
  release(): void;
}

export interface CacheOptions {
  readonly dir: string;
  /** For all entries. The least recently used ones without a lease are evicted first. */
  readonly budgetBytes: number;
}

type Fill = (folder: string, options: FetchOptions) => Promise<void>;

/** Hub models and LoRAs on this machine's disk, downloaded from the blob store on demand. */
export class ModelCache {
  private readonly folder: ModelCacheFolder;
  private readonly fetches = new SharedDownloads();
  /** Serialized: each download relies on the room that was made for it. */
  private lastReservation: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly blobs: FileSource,
    readonly options: CacheOptions,
  ) {
    this.folder = new ModelCacheFolder(options.dir);
  }

  /** Downloads all files. Callers of the same model share one download. @throws ModelDownloadError, the signal's reason */
  fetchModel(manifest: Manifest, options: FetchOptions): Promise<FetchedModel> {
    const { hash, files } = manifest;
    return this.fetchInto(hash, files, options, (folder, shared) => fetchFiles(this.blobs, files, folder, shared));
  }

  /** As `fetchModel`, for token counting only: a few megabytes of a model that may have gigabytes. */
  async fetchTokenizer({ hash, files }: Manifest, options: FetchOptions): Promise<FetchedModel> {
    const cachedModel = await this.find({ hash, files });
    if (cachedModel) return cachedModel;
    if (!files.some(({ path }) => path === 'model_index.json')) return this.markClip(hash, options);
    const { download, graphs } = tokenizerFiles(files);
    return this.fetchInto(`${hash}.words`, download, options, async (folder, shared) => {
      await fetchFiles(this.blobs, download, folder, shared);
      for (const graph of graphs) await writePlaceholder(join(folder, graph));
    });
  }

  /** Nothing of a checkpoint is downloaded: none contains a tokenizer. */
  private markClip(hash: string, options: FetchOptions): Promise<FetchedModel> {
    const content = 'CLIP';
    const files = [{ path: CLIP_TOKENIZER_FILE, bytes: content.length, sha256: '' }];
    return this.fetchInto(`${hash}.words`, files, options, (folder) =>
      writeFile(join(folder, CLIP_TOKENIZER_FILE), content),
    );
  }

  /** @returns null if it is not cached */
  async find({ hash, files }: Manifest): Promise<FetchedModel | null> {
    await this.folder.acquire(hash);
    if (await this.folder.has(hash, files)) return this.entryOf(hash);
    this.folder.release(hash);
    return null;
  }

  private async fetchInto(
    name: string,
    files: readonly ManifestFile[],
    options: FetchOptions,
    fill: Fill,
  ): Promise<FetchedModel> {
    await this.folder.acquire(name);
    try {
      if (!(await this.folder.has(name, files))) {
        await this.fetches.join(name, options, (shared) => this.fetch(name, files, shared, fill));
      }
      return this.entryOf(name);
    } catch (error) {
      this.folder.release(name);
      throw error;
    }
  }

  private entryOf(name: string): FetchedModel {
    let isReleased = false;
    return {
      dir: this.folder.pathOf(name),
      release: () => {
        if (!isReleased) this.folder.release(name);
        isReleased = true;
      },
    };
  }

  private async fetch(name: string, files: readonly ManifestFile[], options: FetchOptions, fill: Fill): Promise<void> {
    const bytes = bytesOf({ hash: name, files });
    const fillOnce = async (): Promise<void> => {
      const part = await this.begin(name, bytes);
      await fill(part, options).then(
        () => this.folder.finish(part, name),
        (error: unknown) => this.folder.abort(part).then(() => Promise.reject(error as Error)),
      );
    };
    try {
      await fillOnce().catch(async (error: unknown) => {
        if (!isStorageFull(error)) throw error;
        // Other programs fill the same disk, so all unused entries make room.
        await this.folder.makeRoom(bytes, bytes);
        return fillOnce();
      });
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      throw new ModelDownloadError(`The disk of the renderer is full: ${formatBytes(bytes)} do not fit.`);
    }
  }

  private begin(name: string, bytes: number): Promise<string> {
    const { budgetBytes } = this.options;
    const reservation = this.lastReservation.then(async () => {
      const missingBytes = bytes > budgetBytes ? bytes : await this.folder.makeRoom(bytes, budgetBytes);
      if (missingBytes === 0) return this.folder.begin(name, bytes);
      const suffix = bytes > budgetBytes ? '' : ' at once, and others are in use';
      throw new ModelDownloadError(
        `It has ${formatBytes(bytes)}, and the renderer keeps ${formatBytes(budgetBytes)} of models${suffix}.`,
      );
    });
    this.lastReservation = reservation.catch(() => undefined);
    return reservation;
  }
}

/** An empty file in place of a graph, whose path token counting requires. */
const writePlaceholder = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
};
