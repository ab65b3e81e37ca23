import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ImageQuota } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import { LIMITS, type Settings, type TakeOrigin } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { type CheckedText, CheckText, withPromptPrefix } from '@visionary/safety';
import { TakeQueued } from '../domain/events.js';
import { requireHires } from '../domain/hires.js';
import { type Model, ModelCatalog, validateSize } from '../domain/model.js';
import { isBackgroundTake, type Take, type TakeRequest } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { requirePromptParts } from './prompt-parts.js';
import { QuarantineService } from './quarantine.service.js';
import { QueueService } from './queue.service.js';
import { TakeInputs } from './take-inputs.js';

export type CheckedPrompt = CheckedText<{ readonly prompt: string; readonly negative: string }>;

const SEEDS = 2 ** 32;
/** Keeps a client from retrying in a loop while no estimate exists. */
const UNMEASURED_WAIT_SECONDS = 30;

/** Validates a render request and adds its take to the queue. */
@Injectable()
export class QueueTake {
  constructor(
    private readonly takes: SqlTakes,
    private readonly models: ModelCatalog,
    private readonly inputs: TakeInputs,
    private readonly quarantine: QuarantineService,
    private readonly queue: QueueService,
    private readonly checkText: CheckText,
    private readonly blobs: BlobStore,
    private readonly imageQuota: ImageQuota,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Inside a unit of work of the caller, which links the take to its room event (`TakesService.linkToEvent`).
   * @throws Rejection GENERATION_PROMPT_EMPTY, GENERATION_MODEL_NOT_FOUND, GENERATION_MODEL_QUARANTINED,
   * GENERATION_SCHEDULER_NOT_FOUND, GENERATION_SIZE_UNSUPPORTED, GENERATION_IMG2IMG_UNSUPPORTED,
   * GENERATION_CLIP_SKIP_UNSUPPORTED, GENERATION_TOO_MANY_PROMPT_PARTS, as requireHires, SAFETY_BLOCKED_TERMS, GENERATION_QUEUE_FULL, STORAGE_FULL, STORAGE_UNAVAILABLE, STORAGE_TAKE_QUOTA_EXCEEDED, and as TakeInputs
   */
  @withPromptPrefix()
  async run(request: TakeRequest): Promise<Take> {
    const { texts } = await this.validate(request);
    const { settings } = request;
    const seed = settings.seed === -1 ? randomInt(SEEDS) : settings.seed;
    const origin = request.origin ?? originOf(settings);
    const newTake = { ...request, ...texts, settings: { ...settings, seed }, origin };
    const take = await this.takes.add(request.id ?? this.ids.next(), newTake, this.clock.now());
    this.unitOfWork.publish(new TakeQueued(take));
    return take;
  }

  /** @returns the prompt as it may be stored */
  private async validate(request: TakeRequest): Promise<CheckedPrompt> {
    await this.validateSettings(request);
    await this.blobs.requireSpace(0);
    if (!isBackgroundTake(request)) {
      await this.imageQuota.requireForTakes(request.authorId, await this.takes.imageBytesOf(request.authorId));
    }
    const checked = await this.checkText.run('prompts', { prompt: request.prompt, negative: request.negative });
    await this.requireSpace('user', LIMITS.queuedTakesPerUser, { authorId: request.authorId });
    // A full room still takes one of each user who has none there: a few cannot keep the others out.
    if ((await this.takes.countOpen({ authorId: request.authorId, roomId: request.roomId })) > 0) {
      await this.requireSpace('room', LIMITS.queuedTakesPerRoom, { roomId: request.roomId });
    }
    return checked;
  }

  private async validateSettings({ roomId, prompt, settings }: TakeRequest): Promise<void> {
    if (settings.upscale) return this.inputs.requireUpscaler(settings.upscale.upscaler);
    if (!prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    const model = await this.models.find(settings.model);
    if (!model) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: settings.model });
    if (await this.quarantine.of(model.id)) throw new Rejection('GENERATION_MODEL_QUARANTINED', { model: model.id });
    if (!model.schedulers.includes(settings.scheduler)) {
      throw new Rejection('GENERATION_SCHEDULER_NOT_FOUND', { scheduler: settings.scheduler });
    }
    const problem = validateSize(model, settings);
    if (problem) throw new Rejection('GENERATION_SIZE_UNSUPPORTED', problem);
    requireClipSkip(model, settings);
    requirePromptParts(prompt);
    requireHires(model, settings);
    await this.validateInit(model, roomId, settings);
    await this.inputs.resolveControls(roomId, settings.controls);
    await this.inputs.resolveLoras(model, prompt, settings.loras);
    await this.inputs.resolveAdditions(model, settings);
  }

  private async validateInit(model: Model, roomId: string, { init }: Settings): Promise<void> {
    if (!init) return;
    if (!model.supportsImg2img) throw new Rejection('GENERATION_IMG2IMG_UNSUPPORTED', { model: model.title });
    await this.inputs.resolveInitImage(roomId, init);
  }

  private async requireSpace(
    scope: 'user' | 'room',
    limit: number,
    owner: { authorId: string } | { roomId: string },
  ): Promise<void> {
    if ((await this.takes.countOpen(owner)) < limit) return;
    const isOwn = (entry: { authorId: string; roomId: string }) =>
      'authorId' in owner ? entry.authorId === owner.authorId : entry.roomId === owner.roomId;
    const endTimesMs = (await this.queue.estimate()).filter(isOwn).map(({ msToEnd }) => msToEnd);
    const soonest = Math.min(...endTimesMs.filter((ms) => ms !== undefined));
    const retryAfterSeconds = Number.isFinite(soonest)
      ? Math.max(1, Math.ceil(soonest / 1000))
      : UNMEASURED_WAIT_SECONDS;
    throw new Rejection('GENERATION_QUEUE_FULL', { scope, limit, retryAfterSeconds });
  }
}

/** The last layer is no clip skip. */
const requireClipSkip = ({ title, maxClipSkip = 1 }: Model, { clipSkip = 1 }: Settings): void => {
  if (clipSkip > maxClipSkip) {
    throw new Rejection('GENERATION_CLIP_SKIP_UNSUPPORTED', { model: title, max: maxClipSkip });
  }
};

/** A take that starts from an image of a take has that take as its origin. */
const originOf = ({ init }: Settings): TakeOrigin | undefined =>
  init && 'takeId' in init.image ? { takeId: init.image.takeId } : undefined;
