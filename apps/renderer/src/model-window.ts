import {
  folderFingerprint,
  LeasePool,
  openPreviewer,
  readModelFolder,
  textWindow,
  Tokenizer,
} from '@visionary/diffusion';
import type { Lease, ModelFolder, Previewer } from '@visionary/diffusion';

/** Models whose words can be counted at once; a tokenizer takes some megabytes. */
const KEPT = 4;

/**
 * What the main thread itself needs of a model, each opened at first use: its tokenizer and its previewer, so that
 * words are counted and previews are made beside the engine's work.
 */
export class ModelWindow {
  private openedTokenizer: Tokenizer | undefined;
  private openedPreviewer: Promise<Previewer> | undefined;

  constructor(
    private readonly folder: ModelFolder,
    private readonly threads: number,
  ) {}

  /** @throws ModelFolderError */
  tokenizer(): Tokenizer {
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
export class ModelWindows {
  private readonly pool = new LeasePool<ModelWindow>({ capacity: KEPT, dispose: (window) => window.release() });

  /** @param threads an operator of a preview decoder may use; few, because the engine works at the same time */
  constructor(private readonly threads: number) {}

  /** @throws ModelFolderError */
  async acquire(modelDir: string): Promise<Lease<ModelWindow>> {
    const folder = await readModelFolder(modelDir);
    const key = `${modelDir}\0${await folderFingerprint(modelDir)}`;
    return this.pool.acquire(key, () => Promise.resolve(new ModelWindow(folder, this.threads)));
  }
}
