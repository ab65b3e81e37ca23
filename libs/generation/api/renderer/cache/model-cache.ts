import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from '@visionary/platform/blobs';
import { bytesOf, type Manifest, type ManifestFile } from '../../../domain/manifest.js';
import { ModelCacheFolder } from './model-cache-folder.js';
import { ModelDownloadError, isDiskFull, fetchFiles, type FetchTerms, tokenizerFiles, formatBytes } from './fetch-manifest.js';
import { SharedDownloads } from './shared-downloads.js';

/** What was brought and stays until it is released. */
export interface FetchedModel {
  readonly dir: string;
  release(): void;
}

export interface CacheOptions {
  readonly dir: string;
  /** For all that lies there; what is used longest ago goes first, and never what somebody uses. */
  readonly budgetBytes: number;
}

type Fill = (folder: string, terms: FetchTerms) => Promise<void>;

/** Models and LoRAs of the hub on this machine's disk, brought from the blob store when somebody wants them. */
export class ModelCache {
  private readonly folder: ModelCacheFolder;
  private readonly fetches = new SharedDownloads();
  /** One after the other: each counts on the room it made. */
  private making: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly blobs: BlobStore,
    private readonly options: CacheOptions,
  ) {
    this.folder = new ModelCacheFolder(options.dir);
  }

  /** Whole, every file proved by its hash. Those who want the same share one fetch. @throws ModelDownloadError, the signal's reason */
  fetchModel(manifest: Manifest, terms: FetchTerms): Promise<FetchedModel> {
    const { hash, files } = manifest;
    return this.held(hash, files, terms, (folder, shared) => fetchFiles(this.blobs, files, folder, shared));
  }

  /** As `bring`, but only what is needed to count words: some megabytes of a model that may have many thousands. */
  async fetchTokenizer({ hash, files }: Manifest, terms: FetchTerms): Promise<FetchedModel> {
    const whole = await this.find({ hash, files });
    if (whole) return whole;
    const { bring, graphs } = tokenizerFiles(files);
    return this.held(`${hash}.words`, bring, terms, async (folder, shared) => {
      await fetchFiles(this.blobs, bring, folder, shared);
      for (const graph of graphs) await standIn(join(folder, graph));
    });
  }

  /** @returns null where it would have to be fetched */
  async find({ hash, files }: Manifest): Promise<FetchedModel | null> {
    await this.folder.hold(hash);
    if (await this.folder.has(hash, files)) return this.broughtOf(hash);
    this.folder.leave(hash);
    return null;
  }

  private async held(
    name: string,
    files: readonly ManifestFile[],
    terms: FetchTerms,
    fill: Fill,
  ): Promise<FetchedModel> {
    await this.folder.hold(name);
    try {
      if (!(await this.folder.has(name, files))) {
        await this.fetches.join(name, terms, (shared) => this.fetch(name, files, shared, fill));
      }
      return this.broughtOf(name);
    } catch (error) {
      this.folder.leave(name);
      throw error;
    }
  }

  private broughtOf(name: string): FetchedModel {
    let isReleased = false;
    return {
      dir: this.folder.pathOf(name),
      release: () => {
        if (!isReleased) this.folder.leave(name);
        isReleased = true;
      },
    };
  }

  private async fetch(name: string, files: readonly ManifestFile[], terms: FetchTerms, fill: Fill): Promise<void> {
    const bytes = bytesOf({ hash: name, files });
    const fillOnce = async (): Promise<void> => {
      const part = await this.begin(name, bytes);
      await fill(part, terms).then(
        () => this.folder.finish(part, name),
        (error: unknown) => this.folder.giveUp(part).then(() => Promise.reject(error as Error)),
      );
    };
    try {
      await fillOnce().catch(async (error: unknown) => {
        if (!isDiskFull(error)) throw error;
        // Others fill the same disk: all that nobody uses makes room for it.
        await this.folder.makeRoom(bytes, bytes);
        return fillOnce();
      });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      throw new ModelDownloadError(`The disk of the renderer is full: ${formatBytes(bytes)} have no room there.`);
    }
  }

  private begin(name: string, bytes: number): Promise<string> {
    const { budgetBytes } = this.options;
    const begun = this.making.then(async () => {
      const missing = bytes > budgetBytes ? bytes : await this.folder.makeRoom(bytes, budgetBytes);
      if (missing === 0) return this.folder.begin(name, bytes);
      const rest = bytes > budgetBytes ? '' : ' at once, of which others are in use';
      throw new ModelDownloadError(
        `It has ${formatBytes(bytes)}, and the renderer keeps ${formatBytes(budgetBytes)} of models${rest}.`,
      );
    });
    this.making = begun.catch(() => undefined);
    return begun;
  }
}

/** A graph that counting words only asks for by its name. */
const standIn = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
};
