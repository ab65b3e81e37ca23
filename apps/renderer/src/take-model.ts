import { DeviceError, isCpu, OutOfMemoryError, RenderError } from '@visionary/diffusion';
import type { DiffusionPipeline, ImageJob, Lease } from '@visionary/diffusion';
import type { LoadedModels } from './loaded-models.js';
import type { ModelRequest } from './model-requests.js';

interface Listener {
  /** The model is not in memory. */
  onLoad(): void;
  /** A device failed. The processor computes from here on, or the device with 32 bits. */
  onMoved(pipeline: DiffusionPipeline, error: Error): void;
}

/** The model of one take. Moves to the processor when its device fails. */
export class TakeModel {
  private constructor(
    private readonly models: LoadedModels,
    private readonly request: ModelRequest,
    private readonly listener: Listener,
    private readonly signal: AbortSignal,
    private lease: Lease<DiffusionPipeline>,
  ) {}

  /** @throws as `LoadedModels.acquire` */
  static async acquire(
    models: LoadedModels,
    request: ModelRequest,
    listener: Listener,
    signal: AbortSignal,
  ): Promise<TakeModel> {
    const lease = await models.acquire(request, () => listener.onLoad(), signal);
    return new TakeModel(models, request, listener, signal, lease);
  }

  get pipeline(): DiffusionPipeline {
    return this.lease.value;
  }

  /** Renders an image, once more with the processor if the device is at fault. @throws as `render` */
  async draw<T>(render: (pipeline: DiffusionPipeline) => Promise<T>): Promise<T> {
    try {
      const rendered = await render(this.pipeline);
      this.models.recordDeviceSuccess(this.request);
      return rendered;
    } catch (error) {
      if (this.signal.aborted || isCpu(this.pipeline.device) || !(error instanceof Error)) throw error;
      if (isCorrupt(error) && this.pipeline.rounding.precision === 'half') return this.drawExactly(render, error);
      const isOverflow = await this.isOverflow(error);
      if (!isOverflow && !(error instanceof DeviceError) && !(error instanceof OutOfMemoryError)) throw error;
      await this.moveToProcessor(error);
      const rendered = await render(this.pipeline);
      this.models.recordDeviceFailure(this.request, error);
      return rendered;
    }
  }

  /** How many images of a job are rendered together, at most. The processor renders one after the other, which is as fast there. */
  imagesTogether(job: ImageJob): number {
    const { images = 1 } = this.request;
    return !isCpu(this.pipeline.device) && this.pipeline.rendersTogether(job) ? images : 1;
  }

  /**
   * Renders several images together.
   * @returns undefined for those that failed, which must be rendered alone. A device that fails with many may render one
   * @throws the signal's reason when aborted
   */
  async drawTogether<T>(
    render: (pipeline: DiffusionPipeline) => Promise<PromiseSettledResult<T>[]>,
  ): Promise<(T | undefined)[]> {
    const results = await render(this.pipeline);
    this.signal.throwIfAborted();
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (errors.length === 0) this.models.recordDeviceSuccess(this.request);
    if (errors.some((error) => error instanceof DeviceError || error instanceof OutOfMemoryError)) {
      this.models.recordTooMany(this.request);
    }
    return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  }

  async release(): Promise<void> {
    await this.pipeline.releaseControls();
    this.lease.release();
  }

  /** Such an image may be the fault of a device that computes with 16 bits. Another seed would not help. */
  private async isOverflow(error: Error): Promise<boolean> {
    return isCorrupt(error) && this.models.mayOverflow(this.request);
  }

  /** With 32 bits, which the model keeps if that helps. */
  private async drawExactly<T>(render: (pipeline: DiffusionPipeline) => Promise<T>, error: Error): Promise<T> {
    this.models.setFullPrecision(this.request, true);
    try {
      await this.move(() => this.models.acquire(this.request, () => this.listener.onLoad(), this.signal), error);
      const rendered = await this.draw(render);
      this.models.recordOverflow(this.request, error);
      return rendered;
    } catch (again) {
      this.models.setFullPrecision(this.request, false);
      throw again;
    }
  }

  private moveToProcessor(error: Error): Promise<void> {
    const { models, request, listener, signal } = this;
    return this.move(() => models.acquireOnProcessor(request, () => listener.onLoad(), signal), error);
  }

  private async move(acquire: () => Promise<Lease<DiffusionPipeline>>, error: Error): Promise<void> {
    // After a lost device, this may fail, too.
    await this.pipeline.releaseControls().catch(() => undefined);
    // Waiting for memory with a lease could take forever.
    this.lease.release();
    this.lease = await acquire();
    this.listener.onMoved(this.pipeline, error);
  }
}

/** Black, uniform, or no numbers at all. */
const isCorrupt = (error: Error): boolean => error instanceof RenderError && error.code !== 'RENDER_OUT_OF_RANGE';
