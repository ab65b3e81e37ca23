import {
  folderFingerprint,
  folderHash,
  LeasePool,
  openPreviewer,
  readModelFolder,
  textWindow,
  Tokenizer,
} from '@visionary/diffusion';
import type { Lease, ModelFolder, Previewer } from '@visionary/diffusion';
import { scheduleGarbageCollection } from './deferred-gc.js';

/** Models whose words can be counted at once; a tokenizer takes some megabytes. */
const KEPT = 4;

/** Hashes are short and cost a read of the whole model: they outlive the windows. */
const HASHES_KEPT = 100;

/**
 * What the main thread itself needs of a model, each made at first use: its tokenizer, its previewer and its hash, so
 * that words are counted, previews made and files read beside the engine's work.
 */
export class ModelResources {
  private openedTokenizer: Tokenizer | undefined;
  private openedPreviewer: Promise<Previewer> | undefined;

  constructor(
    private readonly folder: ModelFolder,
    private readonly threads: number,
    /** SHA-256 of the folder, hex. */
    readonly hash: () => Promise<string>,
  ) {}

  /** @throws ModelFolderError */
  tokenizer(): Tokenizer {
    if (!this.openedTokenizer) scheduleGarbageCollection();
    return (this.openedTokenizer ??= new Tokenizer(this.folder.tokenizer, textWindow(this.folder)));
  }

  /** @throws ModelFolderError */
  previewer(): Promise<Previewer> {
    return (this.openedPreviewer ??= openPreviewer(this.folder, { threads: this.threads }));
  }

  async release(): Promise<void> {
    const previewer = await this.openedPreviewer?.catch(() => undefined);
    await previewer?.release();
  }
}

/** The windows opened lately. A folder whose files were replaced is another model. */
export class ModelResourceCache {
  private readonly hashes = new Map<string, Promise<string>>();
  private readonly pool = new LeasePool<ModelResources>({ capacity: KEPT, dispose: (window) => window.release() });

  /** @param threads an operator of a preview decoder may use; few, because the engine works at the same time */
  constructor(private readonly threads: number) {}

  /** @throws ModelFolderError */
  async acquire(modelDir: string): Promise<Lease<ModelResources>> {
    const key = `${modelDir}\0${await folderFingerprint(modelDir)}`;
    const hash = () => this.hashOf(key, modelDir);
    return this.pool.acquire(key, async () => {
      scheduleGarbageCollection();
      return new ModelResources(await readModelFolder(modelDir), this.threads, hash);
    });
  }

  private hashOf(key: string, modelDir: string): Promise<string> {
    const hash = this.hashes.get(key) ?? folderHash(modelDir);
    this.hashes.set(key, hash);
    hash.catch(() => this.hashes.delete(key));
    const [oldest] = this.hashes.keys();
    if (this.hashes.size > HASHES_KEPT && oldest !== undefined) this.hashes.delete(oldest);
    return hash;
  }
}
