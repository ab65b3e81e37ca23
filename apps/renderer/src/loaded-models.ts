import {
  additionBytes,
  asOutOfMemory,
  availableBytes,
  collectGarbage,
  DiffusionPipeline,
  folderFingerprint,
  LoraPlan,
  MemoryPool,
  modelFootprint,
  OptimizedGraphs,
  readModelFolder,
  residentBytes,
  trustHardLinksIn,
  warmRuntime,
  withVae,
} from '@visionary/diffusion';
import { LRUCache } from 'lru-cache';
import type { Footprint, Lease, ModelFolder, PoolForecast, PoolRequest, Rounding } from '@visionary/diffusion';
import type { JobFile, JobLora, PoolState } from '../../../libs/generation/domain/renderer-protocol.js';

export interface LoadedModelsOptions {
  /** Memory limit of all models, in bytes. */
  readonly budgetBytes: number;
  /** Threads of an operator; undefined: one per core. */
  readonly threads: number | undefined;
  /** Whether attention of exports is replaced by one operator. */
  readonly fusesAttention?: boolean;
  /** A folder of verified files, whose links may be followed. */
  readonly verifiedDir?: string | undefined;
}

/** A LoRA of a loaded model. */
export interface LoadedLora extends Required<JobLora> {
  readonly file: string;
}

/** A VAE that replaces that of the model. */
export interface LoadedVae extends Required<JobFile> {
  readonly file: string;
}

/** A model with its LoRAs, and the image size in pixels. */
export interface ModelRequest {
  readonly modelDir: string;
  readonly modelName: string;
  readonly loras: readonly LoadedLora[];
  readonly vae?: LoadedVae | undefined;
  /** What is loaded beside the model while a take uses it. */
  readonly passing?: readonly { readonly kind: 'controlnet' | 'upscaler'; readonly file: string }[];
  readonly width: number;
  readonly height: number;
}

type EntryInfo = Pick<PoolState['entries'][number], 'modelDir' | 'modelName' | 'loras' | 'vae' | 'isAdaptable'>;

type LoadRequest = PoolRequest<EntryInfo> & Rounding;

type ModelFacts = Footprint & Pick<ModelFolder, 'isAdaptable'>;

const REPORT_INTERVAL_MS = 500;

/** The models in memory. Replaced files or other merged LoRAs make another entry. */
export class LoadedModels {
  private readonly pool: MemoryPool<DiffusionPipeline, EntryInfo>;
  private readonly facts = new LRUCache<string, ModelFacts>({ max: 200 });
  private readonly optimizedGraphs = new OptimizedGraphs();
  /** Warms the runtime in the background. */
  private readonly runtimeReady = warmRuntime();
  private reportTimer: NodeJS.Timeout | undefined;
  private hasChanged = false;

  /** @param report called at first, at once on changes, then at most twice a second with the last one */
  constructor(
    private readonly options: LoadedModelsOptions,
    private readonly report: (state: PoolState) => void,
  ) {
    if (options.verifiedDir !== undefined) trustHardLinksIn(options.verifiedDir);
    // The first `acquire` reports a failure.
    this.runtimeReady.catch(() => undefined);
    const dispose = (pipeline: DiffusionPipeline) => pipeline.release();
    const { budgetBytes } = options;
    const measures = { residentBytes, availableBytes, collect: collectGarbage };
    const onChange = () => this.markChanged();
    this.pool = new MemoryPool({ budgetBytes, dispose, asOutOfMemory, onChange, ...measures });
    // Admins would see an empty pool as unknown.
    this.markChanged();
  }

  /**
   * @param onLoad called if the model is not in memory
   * @param signal ends waiting, and the load, unless another take waits for it
   * @throws ModelFolderError, LoraError, OutOfMemoryError; the signal's reason when aborted
   */
  async acquire(request: ModelRequest, onLoad: () => void, signal?: AbortSignal): Promise<Lease<DiffusionPipeline>> {
    await this.runtimeReady;
    const loras = await this.planFor(request);
    const poolRequest = await this.requestFor(request, loras);
    if (!this.pool.has(poolRequest.key)) onLoad();
    const { threads, fusesAttention = true } = this.options;
    const { layout } = poolRequest;
    const load = async (signal: AbortSignal) => {
      const optimized = this.optimizedGraphsOf(poolRequest);
      return DiffusionPipeline.load(await folderOf(request), {
        threads,
        fusesAttention,
        layout,
        loras,
        optimized,
        signal,
      });
    };
    const lease = await this.pool.acquire(poolRequest, load, signal);
    try {
      lease.value.useLoras(loras);
      return lease;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /** Graphs with branches, which adaptable ones have, are rejected by the runtime in the form in which it writes them. */
  private optimizedGraphsOf({ key, about, fileBytes, estimatedBytes }: LoadRequest) {
    if (about.isAdaptable || about.loras.length > 0) return undefined;
    return this.optimizedGraphs.of(key, Math.max(fileBytes, estimatedBytes));
  }

  /** @throws ModelFolderError */
  async forecast(request: ModelRequest): Promise<PoolForecast<string>> {
    const { evicts, ...rest } = this.pool.forecast(await this.requestFor(request, await this.planFor(request)));
    return { ...rest, evicts: [...new Set(evicts.map(({ modelDir }) => modelDir))] };
  }

  /** Unloads the models if an upscaler that runs alone does not fit beside them. @throws ModelFolderError */
  async makeRoomForUpscaler(file: string): Promise<void> {
    const { entries, budgetBytes } = this.pool.report();
    const usedBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    if (usedBytes + additionBytes(file, 'upscaler') > budgetBytes) await this.pool.clear();
  }

  /** Combines changes of the same moment. */
  private markChanged(): void {
    this.hasChanged = true;
    if (!this.reportTimer) this.scheduleReport(0);
  }

  private scheduleReport(delayMs: number): void {
    this.reportTimer = setTimeout(() => {
      this.reportTimer = undefined;
      if (!this.hasChanged) return;
      this.hasChanged = false;
      this.scheduleReport(REPORT_INTERVAL_MS);
      const { entries, ...counters } = this.pool.report();
      this.report({ ...counters, entries: entries.map(({ about, ...entry }) => ({ ...about, ...entry })) });
    }, delayMs).unref();
  }

  private planFor({ modelDir, loras }: ModelRequest): Promise<LoraPlan> {
    return LoraPlan.of(modelDir, loras, { threads: this.options.threads });
  }

  /** Whether it has no room for a moment to load faster convolutions. Decided by files alone, so that takes repeat. */
  private loadsInPlainLayout({ isAdaptable, fileBytes, estimatedBytes, loadingBytes }: ModelFacts): boolean {
    return isAdaptable && Math.max(fileBytes, estimatedBytes) + loadingBytes > this.options.budgetBytes;
  }

  /** LoRAs that are not merged are no part of what is in memory. */
  private async requestFor(request: ModelRequest, plan: LoraPlan): Promise<LoadRequest> {
    const { modelDir, modelName, vae, passing = [], width, height } = request;
    const passingBytes = passing.reduce((sum, { kind, file }) => sum + additionBytes(file, kind), 0);
    const merged = request.loras.filter((_, i) => plan.merged.includes(i));
    const parts = [modelDir, await folderFingerprint(modelDir), ...(vae ? [`vae:${vae.sha256}`] : [])];
    const model = parts.join('\0');
    const facts = this.facts.get(model) ?? (await readFacts(request));
    this.facts.set(model, facts);
    const { isAdaptable, fileBytes, estimatedBytes, loadingBytes, workingBytesPerPixel } = facts;
    const loras = merged.map(({ id, weight }) => ({ id, weight }));
    return {
      key: [model, ...merged.map(({ sha256, weight }) => `${sha256}:${weight}`)].join('\0'),
      about: { modelDir, modelName, isAdaptable, loras, ...(vae && { vae: vae.id }) },
      ...{ fileBytes, estimatedBytes },
      ...(this.loadsInPlainLayout(facts) ? { layout: 'plain', loadingBytes: 0 } : { loadingBytes }),
      workingBytes: width * height * workingBytesPerPixel + plan.factorBytes + passingBytes,
    };
  }
}

/** The model with the VAE that the request chooses. */
async function folderOf({ modelDir, vae }: Pick<ModelRequest, 'modelDir' | 'vae'>): Promise<ModelFolder> {
  const folder = await readModelFolder(modelDir);
  return vae ? withVae(folder, vae.file) : folder;
}

async function readFacts(request: ModelRequest): Promise<ModelFacts> {
  const folder = await folderOf(request);
  return { ...(await modelFootprint(folder)), isAdaptable: folder.isAdaptable };
}
