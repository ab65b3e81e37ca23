import { Injectable, Logger } from '@nestjs/common';
import { finalSize, type Provider } from '@visionary/contract';
import { BlobStore } from '@visionary/platform/blobs';
import { mergePromptPrefixes } from '@visionary/infotext';
import { isRejection, type Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { LoraCatalog, modelMemoryKey } from '../../domain/loras.js';
import type { Manifests } from '../../domain/manifest.js';
import { type Model, ModelCatalog } from '../../domain/model.js';
import { RenderTimings } from '../../domain/render-timings.js';
import { filesOf, type RenderJob, type RenderRecord, type StopPoint } from '../../domain/renderer-protocol.js';
import type { AttemptRequest, AttemptResult, RenderAttempt, TakeBudget } from '../../domain/renderers.js';
import { takeBudget } from '../../domain/take-budget.js';
import { modelDeletedFailure, modelQuarantinedFailure, type Take, type TakeFailure } from '../../domain/take.js';
import { countPromptParts } from '../../storage/count-prompt-parts.js';
import { QuarantineService } from '../../use-cases/quarantine.service.js';
import { TakeInputs } from '../../use-cases/take-inputs.js';
import { TakesService } from '../../use-cases/takes.service.js';
import { TrustedModels } from '../../use-cases/trusted-models.service.js';
import { FrameStream } from './frame-stream.js';

class UnrenderableTakeError extends Error {
  constructor(readonly failure: TakeFailure) {
    super(failure.detail);
  }
}

/** Turns a claimed take into the request for its renderer, which knows no rooms, no database, and no image store. */
@Injectable()
export class AttemptRequestFactory {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly blobs: BlobStore,
    private readonly takes: TakesService,
    private readonly inputs: TakeInputs,
    private readonly quarantine: QuarantineService,
    private readonly trusted: TrustedModels,
    private readonly frames: FrameStream,
    private readonly renderTimings: RenderTimings,
    private readonly config: Config,
  ) {}

  /**
   * @param provider of the renderer
   * @returns a failed attempt if something that the take needs is unavailable
   */
  async of(take: Take, attemptId: string, provider: Provider): Promise<AttemptRequest | AttemptResult> {
    const { id: takeId, roomId, authorId } = take;
    const attempt: RenderAttempt = { id: attemptId, takeId, roomId, authorId, model: take.settings.model, provider };
    try {
      const model = take.settings.upscale ? undefined : await this.requireModel(attempt.model, provider);
      const job = await this.jobFor(take, model);
      const [images, manifests] = [await this.imagesOf(job), await this.manifestsFor(model, job)];
      const sendFrames = await this.frames.hasViewers(attempt);
      const trusted = model && (await this.trusted.hashesFor(take, model, job));
      const command = {
        ...({ type: 'render', takeId, modelName: attempt.model, job, sendFrames } as const),
        ...(trusted && { trusted }),
        ...images,
      };
      return { ...command, attempt, budget: this.budgetOf(take, model), ...(manifests && { manifests }) };
    } catch (error) {
      if (error instanceof UnrenderableTakeError) return failedAttempt(attempt, error.failure);
      this.logger.error('A take could not be prepared', { takeId }, error);
      const detail = error instanceof Error ? error.message : String(error);
      return failedAttempt(attempt, { code: 'RENDER_FAILED', detail });
    }
  }

  private async requireModel(id: string, provider: Provider): Promise<Model> {
    const quarantined = await this.quarantine.on(provider, id);
    if (quarantined) throw new UnrenderableTakeError(modelQuarantinedFailure(id, quarantined.reason));
    const model = await this.models.find(id);
    if (!model) throw new UnrenderableTakeError(modelDeletedFailure(id));
    return model;
  }

  private budgetOf({ settings, prompt }: Take, model: Model | undefined): TakeBudget {
    if (!model) return { ms: this.config.takeBudget.maxMs, reason: 'no take may render longer' };
    const { id, trial } = model;
    // The processor takes over where a device fails.
    const { steps, loads } = this.renderTimings.on({ provider: 'cpu' });
    const nearest = steps.nearest(settings);
    const takes = nearest && { stepMs: nearest.stepMs, width: nearest.pixels, height: 1 };
    const loadMs = loads.loadMs(modelMemoryKey(id, settings.loras, settings.vae?.id)) ?? trial?.loadMs;
    const promptParts = countPromptParts(prompt);
    const [controls, upscaleMs] = [settings.controls?.length ?? 0, steps.upscaleMs(settings)];
    const basis = { trial, takes, loadMs, promptParts, controls, upscaleMs };
    return takeBudget(settings, basis, this.config.takeBudget);
  }

  private async jobFor(take: Take, model: Model | undefined): Promise<RenderJob> {
    // A take that repeats another one or upscales its image has its record.
    const record = await this.takes.recordOf(take.id);
    if (record === null && !model) throw new Error('it upscales an image without a record');
    const baseJob = record === null ? await this.newJob(model!, take) : (JSON.parse(record) as RenderRecord).job;
    return { ...baseJob, ...replayOf(take, baseJob) };
  }

  private async newJob(model: Model, { roomId, prompt, negative, promptPrefixes, settings }: Take): Promise<RenderJob> {
    const { model: _model, embeddings: _embeddings, vae: _vae, upscale: _upscale, ...own } = settings;
    const { init, hires, controls, loras, eta, ...rest } = own;
    try {
      const resolvedLoras = await this.inputs.resolveLoras(model, prompt, loras);
      const additions = await this.inputs.resolveAdditions(model, settings);
      const prefixes = mergePromptPrefixes(promptPrefixes);
      return {
        prompt: this.loras.parseLoraTags(prompt).text,
        negative,
        ...(prefixes && { added: prefixes }),
        ...rest,
        ...(eta !== undefined && { eta }),
        ...(resolvedLoras.length > 0 && { loras: resolvedLoras.map(({ lora, weight }) => ({ id: lora.id, weight })) }),
        ...additions,
        ...(hires && { hires: { ...hires, ...finalSize(settings) } }),
        ...(controls && { controls: await this.inputs.resolveControls(roomId, controls) }),
        ...(init && { init: { ...(await this.inputs.resolveInitImage(roomId, init)), strength: init.strength } }),
      };
    } catch (error) {
      if (!isRejection(error)) throw error;
      const inputs = `Its inputs are no longer available: ${error.code}.`;
      const failure = additionFailure(error, 'was deleted, or is no longer compatible with this model.');
      throw new UnrenderableTakeError(failure ?? { code: 'RENDER_FAILED', detail: inputs });
    }
  }

  private async manifestsFor(model: Model | undefined, job: RenderJob): Promise<Manifests | undefined> {
    try {
      return await this.inputs.manifestsFor(model, filesOf(job));
    } catch (error) {
      if (!isRejection(error)) throw error;
      const failure = additionFailure(error, 'was deleted.');
      throw new UnrenderableTakeError(failure ?? modelDeletedFailure(String(error.detail?.model)));
    }
  }

  /** The renderer reports a missing image. */
  private async imagesOf(
    job: RenderJob,
  ): Promise<Pick<AttemptRequest, 'initPng' | 'maskPng' | 'controlPngs' | 'upscalePng'>> {
    if (job.upscale) {
      const upscalePng = await this.blobs.read(job.upscale.imageSha256);
      return upscalePng ? { upscalePng } : {};
    }
    const controlPngs: Uint8Array[] = [];
    for (const { imageSha256 } of job.controls ?? []) {
      controlPngs.push((await this.blobs.read(imageSha256)) ?? new Uint8Array());
    }
    return { ...(await this.initImages(job)), ...(controlPngs.length > 0 && { controlPngs }) };
  }

  private async initImages({ init }: RenderJob): Promise<Pick<AttemptRequest, 'initPng' | 'maskPng'>> {
    if (!init) return {};
    const initPng = await this.blobs.read(init.sha256);
    const maskPng = init.maskSha256 === undefined ? null : await this.blobs.read(init.maskSha256);
    return { ...(initPng && { initPng }), ...(maskPng && { maskPng }) };
  }
}

/** @returns undefined if the rejection concerns no addition */
const additionFailure = ({ detail: { lora, addition } = {} }: Rejection, problem: string): TakeFailure | undefined => {
  if (lora !== undefined) return { code: 'LORA_INVALID', detail: `${lora} ${problem}` };
  return addition === undefined ? undefined : { code: 'ADDITION_INVALID', detail: `${addition} ${problem}` };
};

/** Applied steers and the stop point: another attempt renders the image that users saw. */
const replayOf = (
  { steers, stopped }: Take,
  { promptChanges = [] }: RenderJob,
): Pick<RenderJob, 'promptChanges' | 'stopPoint'> => {
  const applied = steers.map(({ image, step, prompt, negative }) => ({ image, step, prompt, negative }));
  const changes = applied.length < promptChanges.length ? promptChanges : applied;
  return {
    ...(changes.length > 0 && { promptChanges: changes }),
    ...(stopped && { stopPoint: stopPointOf(stopped) }),
  };
};

const stopPointOf = ({ image, step, from }: StopPoint): StopPoint => ({
  ...{ image, step, ...(from !== undefined && { from }) },
});

const failedAttempt = (attempt: RenderAttempt, failure: TakeFailure): AttemptResult => ({
  attempt,
  steers: [],
  outcome: { type: 'failed', takeId: attempt.takeId, ...failure },
});
