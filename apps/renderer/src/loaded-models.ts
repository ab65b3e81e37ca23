import {
  asOutOfMemory,
  availableBytes,
  collectGarbage,
  DiffusionPipeline,
  folderFingerprint,
  MemoryPool,
  modelFootprint,
  readModelFolder,
  LruCache,
  residentBytes,
  allowSymlinksIn,
  warmRuntime,
} from '@visionary/diffusion';
import type { Footprint, Lease, PoolForecast, PoolRequest } from '@visionary/diffusion';
import type { PoolState } from '../../../libs/generation/domain/renderer-protocol.js';

export interface LoadedModelsOptions {
  /** Bytes that models may take, all together. */
  readonly budgetBytes: number;
  /** Threads an operator may use; the number of cores when undefined. */
  readonly threads: number | undefined;
  /** A folder whose files somebody checked against their hashes: links in it may be followed. */
  readonly keptDir?: string | undefined;
}

/** A LoRA on a model, as it is loaded. */
export interface LoadedLora {
  readonly id: string;
  readonly file: string;
  readonly weight: number;
  /** SHA-256 of its file, hex. */
  readonly sha256: string;
}

/** A model with its LoRAs, and the size of the images it is wanted for, in pixels. */
export interface ModelRequest {
  readonly modelDir: string;
  readonly modelName: string;
  readonly loras: readonly LoadedLora[];
  readonly width: number;
  readonly height: number;
}

type About = Pick<ModelRequest, 'modelDir' | 'modelName'> & { readonly loras: PoolState['entries'][number]['loras'] };

/** The models in memory. A folder whose files were replaced is another model, and so is one with other LoRAs. */
export class LoadedModels {
  private readonly pool: MemoryPool<DiffusionPipeline, About>;
  private readonly footprints = new LruCache<Footprint>();
  /** Beside whatever else the start waits for. */
  private readonly warm = warmRuntime();

  /** @param onChange called whenever `state` tells something else */
  constructor(
    private readonly options: LoadedModelsOptions,
    onChange: () => void,
  ) {
    if (options.keptDir !== undefined) allowSymlinksIn(options.keptDir);
    // Whoever acquires first hears of it.
    this.warm.catch(() => undefined);
    const dispose = (pipeline: DiffusionPipeline) => pipeline.release();
    const { budgetBytes } = options;
    const measures = { residentBytes, availableBytes, collect: collectGarbage };
    this.pool = new MemoryPool({ budgetBytes, dispose, asOutOfMemory, onChange, ...measures });
  }

  /**
   * @param onLoad called when the model is not in memory yet
   * @throws ModelFolderError, LoraError, OutOfMemoryError
   */
  async acquire(wish: ModelRequest, onLoad: () => void): Promise<Lease<DiffusionPipeline>> {
    await this.warm;
    const request = await this.requestFor(wish);
    if (!this.pool.has(request.key)) onLoad();
    const { threads } = this.options;
    return this.pool.acquire(request, async () =>
      DiffusionPipeline.load(await readModelFolder(wish.modelDir), { threads, loras: wish.loras }),
    );
  }

  /** @throws ModelFolderError */
  async forecast(wish: ModelRequest): Promise<PoolForecast<string>> {
    const { evicts, ...rest } = this.pool.forecast(await this.requestFor(wish));
    return { ...rest, evicts: [...new Set(evicts.map(({ modelDir }) => modelDir))] };
  }

  state(): PoolState {
    const { entries, ...counters } = this.pool.report();
    return { ...counters, entries: entries.map(({ about, ...entry }) => ({ ...about, ...entry })) };
  }

  private async requestFor({ modelDir, modelName, loras, width, height }: ModelRequest): Promise<PoolRequest<About>> {
    const model = `${modelDir}\0${await folderFingerprint(modelDir)}`;
    const known = this.footprints.get(model);
    const footprint = known ?? this.footprints.note(model, await modelFootprint(await readModelFolder(modelDir)));
    const { fileBytes, estimatedBytes, workingBytesPerPixel } = footprint;
    return {
      key: [model, ...loras.map(({ sha256, weight }) => `${sha256}:${weight}`)].join('\0'),
      about: { modelDir, modelName, loras: loras.map(({ id, weight }) => ({ id, weight })) },
      fileBytes,
      estimatedBytes,
      workingBytes: width * height * workingBytesPerPixel,
    };
  }
}
