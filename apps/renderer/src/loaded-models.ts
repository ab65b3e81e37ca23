import {
  additionBytes,
  CPU,
  DeviceError,
  DiffusionPipeline,
  isCpu,
  LoraPlan,
  OptimizedGraphs,
  OutOfMemoryError,
  trustHardLinksIn,
  warmRuntime,
} from '@visionary/diffusion';
import type { Lease, PoolForecast, SessionDevice } from '@visionary/diffusion';
import type { PoolState } from '../../../libs/generation/domain/renderer-protocol.js';
import { DeviceFailures, type Remedy } from './devices/device-failures.js';
import { type EntryInfo, ModelPools } from './model-pools.js';
import { folderOf, type LoadRequest, ModelRequests, type ModelRequest } from './model-requests.js';

export interface LoadedModelsOptions {
  /** Memory limit of all models, in bytes. */
  readonly budgetBytes: number;
  /** Threads of an operator; undefined: one per core. */
  readonly threads: number | undefined;
  /** By default, the processor. */
  readonly device?: SessionDevice;
  /** Memory limit of all models on the device, in bytes, if it has memory of its own. */
  readonly deviceBudgetBytes?: number | undefined;
  /** Folders of models that the device can't compute. */
  readonly cpuModels?: readonly string[];
  /** Whether attention of exports is replaced by one operator. */
  readonly fusesAttention?: boolean;
  /** A folder of verified files, whose links may be followed. */
  readonly verifiedDir?: string | undefined;
}

/** The models in memory. Replaced files or other merged LoRAs make another entry. */
export class LoadedModels {
  private readonly pools: ModelPools;
  private readonly requests: ModelRequests;
  private readonly failures: DeviceFailures;
  /** Models and sizes of which the device renders only one image at once. */
  private readonly tooMany = new Set<string>();
  private readonly optimizedGraphs = new OptimizedGraphs();
  /** Warms the runtime in the background. */
  private readonly runtimeReady = warmRuntime();

  /**
   * @param report called at first, at once on changes, then at most twice a second with the last one
   * @param onDeviceFailed called when a model is computed by the processor, or with 32 bits, from now on
   */
  constructor(
    private readonly options: LoadedModelsOptions,
    report: (state: PoolState) => void,
    onDeviceFailed: (modelName: string, reason: string, remedy: Remedy) => void = () => undefined,
  ) {
    if (options.verifiedDir !== undefined) trustHardLinksIn(options.verifiedDir);
    // The first `acquire` reports a failure.
    this.runtimeReady.catch(() => undefined);
    const { budgetBytes, deviceBudgetBytes } = options;
    this.pools = new ModelPools(budgetBytes, deviceBudgetBytes, report);
    this.requests = new ModelRequests(budgetBytes, deviceBudgetBytes !== undefined);
    this.failures = new DeviceFailures(options.cpuModels ?? [], onDeviceFailed);
  }

  /** What upscalers compute with. */
  get device(): SessionDevice {
    return this.options.device ?? CPU;
  }

  /**
   * Loads a model that the device can't load for the processor.
   * @param onLoad called if the model is not in memory
   * @param signal ends waiting, and the load, unless another take waits for it
   * @throws ModelFolderError, LoraError, OutOfMemoryError; the signal's reason when aborted
   */
  async acquire(request: ModelRequest, onLoad: () => void, signal?: AbortSignal): Promise<Lease<DiffusionPipeline>> {
    const device = this.deviceFor(request);
    if (isCpu(device)) return this.acquireOn(CPU, request, onLoad, signal);
    try {
      return await this.acquireOn(device, request, onLoad, signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      // An error of the model itself is thrown again.
      const lease = await this.acquireOn(CPU, request, onLoad, signal);
      this.failures.add(request, error);
      return lease;
    }
  }

  /** As `acquire`, for the processor. */
  acquireOnProcessor(
    request: ModelRequest,
    onLoad: () => void,
    signal?: AbortSignal,
  ): Promise<Lease<DiffusionPipeline>> {
    return this.acquireOn(CPU, request, onLoad, signal);
  }

  /** The processor rendered what the device could not. After the second time, and after an overflow, it does so at once. */
  recordDeviceFailure(request: ModelRequest, error: Error): void {
    if (error instanceof DeviceError) this.failures.count(request, error);
    else if (!(error instanceof OutOfMemoryError)) this.failures.add(request, error);
  }

  recordDeviceSuccess(request: ModelRequest): void {
    this.failures.reset(request);
  }

  /** Whether the device computes the model with 32 bits from now on. */
  setFullPrecision(request: ModelRequest, isFull: boolean): void {
    this.failures.setFullPrecision(request, isFull);
  }

  /** With 32 bits, the device rendered what overflowed with 16. */
  recordOverflow(request: ModelRequest, error: Error): void {
    this.failures.addOverflow(request, error);
  }

  /** Whether a device computes it with 16 bits, so that it may overflow there. @throws ModelFolderError */
  async mayOverflow(request: ModelRequest): Promise<boolean> {
    return (await this.requests.factsOf(request)).isHalfOnDevices;
  }

  /**
   * How many of `wanted` images are rendered together: as many as the device computes best, and as the budget of its memory
   * has room for, in groups of equal size.
   * @throws ModelFolderError, LoraError
   */
  async imagesTogether(request: ModelRequest, wanted: number): Promise<number> {
    const device = this.deviceFor(request);
    let most = this.tooMany.has(sizeKeyOf(request)) ? 1 : Math.min(device.imagesTogether ?? 1, wanted);
    if (isCpu(device) || most <= 1) return 1;
    const loras = await this.planFor(request);
    const pool = this.pools.of(device);
    while (most > 1 && !pool.fits(await this.requests.of({ ...request, images: most }, loras, device))) most--;
    return Math.ceil(wanted / Math.ceil(wanted / most));
  }

  /** The device failed to render several images of this size together. */
  recordTooMany(request: ModelRequest): void {
    this.tooMany.add(sizeKeyOf(request));
  }

  private deviceFor(request: ModelRequest): SessionDevice {
    if (this.failures.has(request)) return CPU;
    return this.failures.needsFullPrecision(request) ? { ...this.device, hasHalf: false } : this.device;
  }

  private async acquireOn(
    device: SessionDevice,
    request: ModelRequest,
    onLoad: () => void,
    signal?: AbortSignal,
  ): Promise<Lease<DiffusionPipeline>> {
    await this.runtimeReady;
    const loras = await this.planFor(request);
    const poolRequest = await this.requests.of(request, loras, device);
    const pool = this.pools.of(device);
    if (!pool.has(poolRequest.key)) onLoad();
    const { threads, fusesAttention = true } = this.options;
    const { layout } = poolRequest;
    const load = async (signal: AbortSignal) => {
      const optimized = isCpu(device) ? this.optimizedGraphsOf(poolRequest) : undefined;
      const options = { threads, fusesAttention, layout, loras, optimized, device, signal };
      return DiffusionPipeline.load(await folderOf(request), options);
    };
    const lease = await pool.acquire(poolRequest, load, signal);
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
    const device = this.deviceFor(request);
    const poolRequest = await this.requests.of(request, await this.planFor(request), device);
    const { evicts, ...rest } = this.pools.of(device).forecast(poolRequest);
    return { ...rest, evicts: [...new Set(evicts.map(({ modelDir }: EntryInfo) => modelDir))] };
  }

  /** Unloads the models if an upscaler that runs alone does not fit beside them. @throws ModelFolderError */
  async makeRoomForUpscaler(file: string, device: SessionDevice): Promise<void> {
    const pool = this.pools.of(device);
    const { entries, budgetBytes } = pool.report();
    const usedBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    if (usedBytes + additionBytes(file, 'upscaler') > budgetBytes) await pool.clear();
  }

  /** Unloads what no take uses. */
  clear(): Promise<void> {
    return this.pools.clear();
  }

  private planFor({ modelDir, loras }: ModelRequest): Promise<LoraPlan> {
    return LoraPlan.of(modelDir, loras, { threads: this.options.threads });
  }
}

const sizeKeyOf = ({ modelDir, width, height }: ModelRequest): string => `${modelDir} ${width}x${height}`;
