import { DiffusionPipeline, folderFingerprint, LeasePool, readModelFolder } from '@visionary/diffusion';
import type { Lease } from '@visionary/diffusion';

export interface ShelfOptions {
  /** Models that stay loaded. */
  readonly capacity: number;
  /** Threads an operator may use; the number of cores when undefined. */
  readonly threads: number | undefined;
}

/** The models in memory. A folder whose files were replaced is another model. */
export class ModelShelf {
  private readonly pool: LeasePool<DiffusionPipeline>;

  constructor(private readonly options: ShelfOptions) {
    this.pool = new LeasePool({ capacity: options.capacity, dispose: (pipeline) => pipeline.release() });
  }

  /**
   * @param onLoad called when the model is not in memory yet
   * @throws ModelFolderError
   */
  async acquire(modelDir: string, onLoad: () => void): Promise<Lease<DiffusionPipeline>> {
    const key = `${modelDir}\0${await folderFingerprint(modelDir)}`;
    if (!this.pool.has(key)) onLoad();
    return this.pool.acquire(key, async () =>
      DiffusionPipeline.load(await readModelFolder(modelDir), { threads: this.options.threads }),
    );
  }
}
