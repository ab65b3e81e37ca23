import { basename } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CPU, DeviceError, esrganUpscaler, isCpu, lanczos, OutOfMemoryError, readImage } from '@visionary/diffusion';
import type { DiffusionPipeline, Image, SessionDevice } from '@visionary/diffusion';
import {
  filesOf,
  type JobUpscale,
  type RenderCommand,
  type RenderJob,
  type UnmatchedLoraPart,
  withHashes,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type {
  DecodedStep,
  DenoisedLatents,
  EngineCommand,
  EngineOptions,
  EngineReport,
  LoraHash,
  TakeReport,
} from './engine-protocol.js';
import { LoadedModels } from './loaded-models.js';
import { JobFiles } from './job-files.js';
import { controlsOf, decodeInitImage, embeddingsOf, modelRequest, requireHash } from './job-inputs.js';
import { IdleWork } from './idle-work.js';
import { KeptSteps, StepRecorder } from './kept-steps.js';
import { errorFields, log } from './log.js';
import type { ModelRequest } from './model-requests.js';
import { canonicalJob, TakeControl } from './take-control.js';
import { TakeImages } from './take-images.js';
import { TakeModel } from './take-model.js';
import { takeFailure } from './take-failure.js';

type Rendered = Omit<Extract<TakeReport, { type: 'finished' }>, 'type' | 'takeId'>;

/** The image size of a forecast, which is not known yet. */
const FORECAST_SIDE = 512;

/** Unmatched modules in the record. */
const MAX_UNMATCHED = 50;

/**
 * The thread that loads ONNX. Renders takes in order, and estimates loading their models. A model call blocks it; cancels,
 * stops, and steers are received between calls. Every take ends in exactly one of finished, cancelled, and failed.
 */
class Engine {
  private readonly models: LoadedModels;
  private readonly jobFiles = new JobFiles();
  private readonly controls = new Map<string, TakeControl>();
  private readonly keptSteps = new KeptSteps();
  private readonly idleWork = new IdleWork(() => this.controls.forEach((control) => control.wake()));
  private lastTake: Promise<void> = Promise.resolve();

  constructor(
    private readonly port: MessagePort,
    private readonly options: EngineOptions,
  ) {
    this.models = new LoadedModels(
      options,
      (state) => this.report({ type: 'pool', state }),
      (modelName, reason, remedy) => this.report({ type: 'deviceFailed', modelName, reason, remedy }),
    );
    port.on('message', (command: EngineCommand) => this.onCommand(command));
    this.report({ type: 'ready' });
  }

  private onCommand(command: EngineCommand): void {
    switch (command.type) {
      case 'render':
        return this.enqueue(command);
      case 'cancel':
        return this.controls.get(command.takeId)?.cancel();
      case 'stop':
        return this.controls.get(command.takeId)?.stop();
      case 'steer':
        return this.controls.get(command.takeId)?.steer(command);
      case 'pace':
        return this.controls.get(command.takeId)?.setPace(command.stepMs);
      case 'forecast':
        void this.forecast(command).then((response) => this.report(response));
        return;
      case 'replay':
        void this.decodeSteps(command);
        return;
      case 'unload':
        void this.lastTake.then(() => this.models.clear());
        return;
      case 'close':
        for (const control of this.controls.values()) control.cancel();
        void this.lastTake.finally(() => this.port.close());
        return;
      default:
        return command satisfies never;
    }
  }

  private report(report: EngineReport): void {
    this.port.postMessage(report);
  }

  /** The take accepts commands from now on. */
  private enqueue(command: RenderCommand): void {
    const { takeId, job } = command;
    const control = new TakeControl(
      job,
      (steer) => this.report({ type: 'steered', takeId, ...steer }),
      (error) => log('warn', 'a steer cannot be rendered', { takeId, ...errorFields(error) }),
      (waitMs) => this.idleWork.runWithin(waitMs),
    );
    this.controls.set(takeId, control);
    this.lastTake = this.lastTake.then(() => this.run(command, control)).finally(() => this.controls.delete(takeId));
  }

  private async run(command: RenderCommand, control: TakeControl): Promise<void> {
    const { takeId } = command;
    try {
      control.signal.throwIfAborted();
      this.report({ type: 'finished', takeId, ...(await this.render(command, control)) });
    } catch (error) {
      if (control.signal.aborted) return this.report({ type: 'cancelled', takeId, step: control.step });
      const failure = takeFailure(error);
      log('error', 'a take failed', { takeId, code: failure.code, ...errorFields(error) });
      this.report({ type: 'failed', takeId, ...failure });
    }
  }

  /**
   * Decodes the steps of a finished image, after the running take or while it waits between its steps. A take that comes meanwhile
   * waits for one of them at most.
   */
  private async decodeSteps({ requestId, takeId, imageIndex }: Extract<EngineCommand, { type: 'replay' }>) {
    const kept = this.keptSteps.of(takeId);
    const steps = kept?.images.get(imageIndex) ?? [];
    const decoded: DecodedStep[] = [];
    for (const { step, denoised } of steps) {
      const { model } = kept!;
      const takes = this.lastTake;
      const decode = this.idleWork.add(
        takes,
        () => this.isInMemory(model),
        () => this.decode(model, denoised),
      );
      this.lastTake = takes.then(() => decode).then(() => undefined);
      const image = await decode;
      if (image) decoded.push({ step, image, denoised: denoised.data });
    }
    const of = { requestId, takeId, imageIndex, steps: steps.at(-1)?.step ?? 0 };
    this.report({ type: 'decodedSteps', ...of, decoded });
  }

  private async isInMemory(model: ModelRequest): Promise<boolean> {
    const { inMemory } = await this.models.forecast(model).catch(() => ({ inMemory: false }));
    return inMemory;
  }

  /** @returns undefined if that fails */
  private async decode(request: ModelRequest, { data, ...size }: DenoisedLatents): Promise<Image | undefined> {
    try {
      const { value, release } = await this.models.acquire(request, () => undefined);
      return await value.decode(data, size).finally(release);
    } catch (error) {
      log('warn', 'a step of a finished take could not be decoded', errorFields(error));
      return undefined;
    }
  }

  /** Estimates loading a model. An unreadable model is not in memory and evicts nothing. */
  private async forecast(command: Extract<EngineCommand, { type: 'forecast' }>): Promise<EngineReport> {
    const { type, requestId, modelDir, loraFiles, loraWeights, vaeFile } = command;
    try {
      const loras = loraFiles.map((file, at) => ({ id: basename(file), weight: loraWeights[at] ?? 1 }));
      const parts = { loras, ...(vaeFile !== undefined && { vae: { id: basename(vaeFile) } }) };
      const files = [...loraFiles, ...(vaeFile === undefined ? [] : [vaeFile])];
      const hashes = await this.jobFiles.hashesOf(filesOf(parts), files);
      const size = { width: FORECAST_SIDE, height: FORECAST_SIDE };
      const bound = withHashes(
        parts,
        hashes.map(({ sha256 }) => sha256),
      );
      const request = modelRequest({ modelDir, modelName: '', files }, { ...bound, ...size });
      return { type, requestId, ...(await this.models.forecast(request)) };
    } catch (error) {
      log('warn', 'loading a model could not be estimated', errorFields(error));
      return { type, requestId, inMemory: false, loadMs: undefined, evicts: [] };
    }
  }

  /** @returns milliseconds of rendering without loading, and the job as rendered */
  private async render(command: RenderCommand, control: TakeControl): Promise<Rendered> {
    if (command.job.upscale) return this.upscale(command, command.job.upscale, control);
    const { takeId } = command;
    const startedAt = performance.now();
    const [bound, init] = await Promise.all([this.bindFiles(command), decodeInitImage(command)]);
    const model = await this.acquireModel(command, bound.job, control, startedAt);
    try {
      const loadedAt = performance.now();
      const { job, hashes: loraHashes } = bound;
      const files = filesOf(job).map((ref, at) => ({ ...ref, file: command.files![at]! }));
      const embeddings = embeddingsOf(files, job);
      const controls = controlsOf(files, command, job);
      const upscaler = files.find(({ kind }) => kind === 'upscaler')?.file;
      control.setJob(job);
      const { options } = this;
      const recorder = new StepRecorder();
      const take = { takeId, job, control, init, embeddings, controls, upscaler, loraHashes, recorder };
      await new TakeImages(take, model, options, (report) => this.report(report)).render();
      this.keptSteps.keep(takeId, recorder.take(modelRequest(command, job)));
      // Waiting between steps is no rendering: timings and estimates are made of it.
      const renderMs = Math.round(performance.now() - loadedAt - control.pausedMs);
      return { renderMs, job: control.job, unmatchedParts: this.unmatchedPartsOf(takeId, job, model.pipeline) };
    } finally {
      await model.release();
    }
  }

  private async acquireModel(command: RenderCommand, job: RenderJob, control: TakeControl, startedAt: number) {
    const { takeId } = command;
    const reportLoaded = ({ rounding, device: { provider } }: DiffusionPipeline, loadMs: number) =>
      this.report({ type: 'loaded', takeId, loadMs: Math.round(loadMs), provider, rounding });
    const listener = {
      onLoad: () => this.report({ type: 'loading', takeId }),
      onMoved: (pipeline: DiffusionPipeline, error: Error) => {
        const { provider } = pipeline.device;
        log('warn', 'the device failed in a take, which is rendered otherwise', {
          takeId,
          provider,
          ...errorFields(error),
        });
        reportLoaded(pipeline, performance.now() - startedAt);
      },
    };
    const request = modelRequest(command, job);
    const images = await this.models.imagesTogether(request, job.batch);
    const model = await TakeModel.acquire(this.models, { ...request, images }, listener, control.signal);
    reportLoaded(model.pipeline, performance.now() - startedAt);
    return model;
  }

  /** Enlarges an image, without a model. Tiles are reported as steps. */
  private async upscale(command: RenderCommand, { imageSha256 }: JobUpscale, control: TakeControl): Promise<Rendered> {
    const { takeId, upscalePng, files: [file] = [] } = command;
    const startedAt = performance.now();
    const bound = await this.bindFiles(command);
    const job = canonicalJob(bound.job);
    const image = await readImage(
      requireHash(upscalePng, imageSha256, 'the image to upscale'),
      undefined,
      'the image to upscale',
    );
    let tileStartedAt = performance.now();
    const onTile = (step: number, steps: number) => {
      const stepMs = performance.now() - tileStartedAt;
      tileStartedAt += stepMs;
      control.recordStep(step, steps);
      this.report({ type: 'step', takeId, imageIndex: 0, step, steps, stepMs, together: 1 });
    };
    const { width, height } = bound.job.upscale!;
    const enlargeOn = async (device: SessionDevice) => {
      if (file !== undefined) await this.models.makeRoomForUpscaler(file, device);
      this.report({ type: 'loaded', takeId, loadMs: 0, provider: device.provider });
      const { threads } = this.options;
      const enlarge = file === undefined ? lanczos : esrganUpscaler(file, { threads, device }, undefined, onTile);
      return enlarge(image, { width, height }, control.signal);
    };
    const upscaled = await enlargeOn(file === undefined ? CPU : this.models.device).catch((error: unknown) => {
      const isDevice = error instanceof DeviceError || error instanceof OutOfMemoryError;
      if (!isDevice || isCpu(this.models.device)) throw error;
      log('warn', 'the device failed in an upscale, which the processor does', { takeId, ...errorFields(error) });
      return enlargeOn(CPU);
    });
    control.signal.throwIfAborted();
    const result = { ...upscaled, decodeMs: 0, singleImageJob: job, loraHashes: [] };
    this.report({ type: 'image', takeId, imageIndex: 0, ...result });
    return { renderMs: Math.round(performance.now() - startedAt), job, unmatchedParts: [] };
  }

  /** Unmatched LoRA modules are reported, but are no failure. */
  private unmatchedPartsOf(takeId: string, job: RenderJob, { loras }: DiffusionPipeline): UnmatchedLoraPart[] {
    const parts = loras.flatMap(({ unmatched }, at) => unmatched.map((one) => ({ lora: job.loras![at]!.id, ...one })));
    const [first] = parts;
    if (!first) return [];
    log('warn', 'parts of LoRAs match nothing in the model', { takeId, count: parts.length, ...first });
    return parts.slice(0, MAX_UNMATCHED);
  }

  /** The job with the hashes of its files. */
  private async bindFiles({ job, files = [] }: RenderCommand): Promise<{ job: RenderJob; hashes: LoraHash[] }> {
    const refs = filesOf(job);
    const fileHashes = await this.jobFiles.hashesOf(refs, files);
    const hashes = refs.flatMap(({ kind, id }, at) =>
      kind === 'lora' ? [{ id, shortHash: fileHashes[at]!.shortHash }] : [],
    );
    const sha256s = fileHashes.map(({ sha256 }) => sha256);
    return { job: withHashes(job, sha256s), hashes };
  }
}

if (!parentPort) throw new Error('the engine runs in a thread of the renderer');
new Engine(parentPort, workerData as EngineOptions);
