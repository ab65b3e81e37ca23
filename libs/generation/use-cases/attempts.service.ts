import { Injectable, Logger } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Clock, storageCodeOf, UnitOfWork } from '@visionary/kernel';
import { TakeCancelled, TakeFailed, TakeFinished, TakeRequeued, TakeStarted, TakeSteered } from '../domain/events.js';
import { countsAgainstModel } from '../domain/model-failure.js';
import type { AppliedSteer, RenderedImage, RenderRecord } from '../domain/renderer-protocol.js';
import type { AttemptResult, RenderAttempt } from '../domain/renderers.js';
import {
  type Backlog,
  type BacklogTake,
  chooseNextTake,
  type RendererView,
  type Turn,
} from '../domain/scheduling-policy.js';
import {
  failureCodeOf,
  isBackgroundTake,
  type LeasedTake,
  type Lost,
  MAX_NODE_LOSSES,
  MAX_RENDERER_LOSSES,
  rendererCrashedFailure,
  rendererLostFailure,
  type Take,
  type TakeFailure,
  type TakeImage,
} from '../domain/take.js';
import { SqlSteers } from '../storage/sql-steers.js';
import { SqlTakeQueue } from '../storage/sql-take-queue.js';
import { SqlTakeLeases } from '../storage/sql-take-leases.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { ModerateFinishedImages } from './moderate-finished-images.js';
import { QuarantineService } from './quarantine.service.js';
import { SERVED_MEMORY_MS } from './queue.service.js';

/** How the renderer that claims a take sees the queue. */
type ViewOf = (backlog: Backlog) => Promise<RendererView>;
const NO_RULES: ViewOf = ({ waiting }) => Promise.resolve({ suitable: waiting, caches: { own: [], others: [] } });

type LostOutcome = Extract<AttemptResult['outcome'], { type: 'lost' }>;

export type LeaseState = 'held' | 'stopRequested' | 'cancelRequested' | 'lost';

/** Rolls back the unit of work, and with it the counted overtakes. */
class AttemptLostError extends Error {}

/**
 * Attempts on takes: claimed for a renderer, kept by a lease, and ended exactly once. `owner` is the id of the attempt.
 * Results of an attempt whose lease was lost change nothing.
 */
@Injectable()
export class AttemptsService {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly takes: SqlTakes,
    private readonly leases: SqlTakeLeases,
    private readonly takeQueue: SqlTakeQueue,
    private readonly steers: SqlSteers,
    private readonly blobs: BlobStore,
    private readonly quarantine: QuarantineService,
    private readonly moderation: ModerateFinishedImages,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims the next take for a renderer. Renderers that race get different takes.
   * @param maxSettings of so many of the oldest waiting takes `viewOf` gets the settings
   * @returns null if no waiting take suits this renderer, or its images could not be stored
   */
  async claim(owner: string, leaseMs: number, viewOf: ViewOf = NO_RULES, maxSettings = 0): Promise<Take | null> {
    if (!this.blobs.hasSpace) return null;
    // A lost race means that another renderer got a take, so the loop ends.
    for (;;) {
      const turn = await this.chooseTurn(viewOf, maxSettings);
      if (!turn) return null;
      const take = await this.start(turn, owner, leaseMs);
      if (take) return take;
    }
  }

  private async chooseTurn(viewOf: ViewOf, maxSettings: number): Promise<Turn<BacklogTake> | undefined> {
    const { suitable, caches } = await viewOf(await this.takeQueue.backlog(maxSettings));
    // Samples and the house room wait until no user does.
    const ofUsers = suitable.filter((take) => !isBackgroundTake(take));
    const waiting = ofUsers.length > 0 ? ofUsers : suitable;
    const now = this.clock.now();
    const served = waiting.length > 1 ? await this.takeQueue.lastServed(now - SERVED_MEMORY_MS) : [];
    return chooseNextTake({ waiting, served, now }, caches);
  }

  private async start(turn: Turn<BacklogTake>, owner: string, leaseMs: number): Promise<Take | null> {
    try {
      return await this.unitOfWork.run(async () => {
        const at = this.clock.now();
        if (!(await this.takeQueue.startAttempt(turn, { owner, until: at + leaseMs }, at))) {
          throw new AttemptLostError();
        }
        const take = await this.takes.byId(turn.take.id);
        if (take) this.unitOfWork.publish(new TakeStarted(take, at));
        return take;
      });
    } catch (error) {
      if (error instanceof AttemptLostError) return null;
      throw error;
    }
  }

  /** @returns also whether a user wants the take to end, in case the message on the bus was lost */
  async renewLease(takeId: string, owner: string, leaseMs: number): Promise<LeaseState> {
    const requests = await this.leases.renew(takeId, { owner, until: this.clock.now() + leaseMs });
    if (!requests) return 'lost';
    if (requests.isCancelRequested) return 'cancelRequested';
    return requests.isStopRequested ? 'stopRequested' : 'held';
  }

  /** @returns false if the steer is unknown or recorded already, or the lease was lost */
  recordSteer(takeId: string, owner: string, { steerId, imageIndex: image, step }: AppliedSteer): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const requested = (await this.steers.of(takeId)).find(({ id }) => id === steerId);
      if (!requested) return false;
      const { byId, prompt, negative } = requested;
      const steer = { id: steerId, byId, prompt, negative, image, step, at: this.clock.now() };
      const recorded = await this.steers.recordApplied(takeId, owner, steer);
      if (recorded) this.unitOfWork.publish(new TakeSteered(takeId, recorded.roomId, steer));
      return recorded !== null;
    });
  }

  /** Records how an attempt ended. Idempotent. @throws what the database throws */
  async record({ attempt, outcome, steers, lentBy }: AttemptResult): Promise<void> {
    for (const steer of steers) await this.recordSteer(attempt.takeId, attempt.id, steer);
    const isRecorded = await this.recordOutcome(attempt, outcome, lentBy);
    if (!isRecorded) this.logger.log('A take had already ended', { takeId: attempt.takeId });
  }

  private async recordOutcome(
    attempt: RenderAttempt,
    outcome: AttemptResult['outcome'],
    lentBy: AttemptResult['lentBy'],
  ): Promise<boolean> {
    const { takeId, model, id: owner } = attempt;
    switch (outcome.type) {
      case 'finished':
        try {
          return await this.recordFinish(attempt, outcome, lentBy);
        } catch (error) {
          const code = storageCodeOf(error);
          if (!code) throw error;
          return this.fail(takeId, owner, { code, detail: '' });
        }
      case 'failed':
        return this.recordFailure(attempt, { code: failureCodeOf(outcome.code), detail: outcome.detail });
      case 'cancelled':
        return this.confirmCancel(takeId, owner, outcome.step);
      case 'lost':
        this.logger.warn('A renderer was lost during a take', { takeId, model, why: outcome.why });
        return this.recordLoss(attempt, outcome);
      case 'returned': {
        const isRequeued = await this.requeue(takeId, owner);
        if (isRequeued) this.logger.log('A running take returned to the queue', { takeId });
        return isRequeued;
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Forgets crashes of the model on this renderer's provider, also if the processor took over from its device. */
  private async recordFinish(
    { takeId, id: owner, model, provider }: RenderAttempt,
    { images, record }: Extract<AttemptResult['outcome'], { type: 'finished' }>,
    lentBy: AttemptResult['lentBy'],
  ): Promise<boolean> {
    const isFinished = await this.finish(takeId, owner, images, record, lentBy);
    if (isFinished && !record.job.upscale) await this.quarantine.resetFailures(model, provider);
    return isFinished;
  }

  /**
   * Stores the images and finishes the take. One that an admin has ended meanwhile is cancelled, and the sweeper deletes its images.
   * @returns false if the lease was lost
   */
  async finish(
    takeId: string,
    owner: string,
    rendered: readonly RenderedImage[],
    record: RenderRecord,
    lentBy?: AttemptResult['lentBy'],
  ): Promise<boolean> {
    const pngs = rendered.map(({ png }) => png);
    const imageBytes = pngs.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const fingerprints = await this.moderation.fingerprintsOf(rendered);
    const { init, upscale } = (await this.takes.byId(takeId))?.settings ?? {};
    const hasSource = init !== undefined || upscale !== undefined;
    return this.blobs.leaseAll(pngs, (sha256s) =>
      this.unitOfWork.run(async () => {
        const matched = await this.moderation.match(imagesOf(rendered, sha256s), rendered, fingerprints, hasSource);
        const images = matched.map(({ image }) => image);
        const result = { images, imageBytes, record, lentBy, at: this.clock.now() };
        if (!(await this.leases.finish(takeId, owner, result))) {
          return this.confirmCancel(takeId, owner, record.job.stopPoint?.step ?? record.job.steps);
        }
        const take = await this.takes.byId(takeId);
        if (!take) return true;
        this.unitOfWork.publish(new TakeFinished(take));
        await this.moderation.apply(take, matched);
        return true;
      }),
    );
  }

  /** @returns false if the lease was lost */
  fail(takeId: string, owner: string, failure: TakeFailure): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.leases.fail(takeId, owner, failure, this.clock.now()))) return false;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.publish(new TakeFailed(take));
      return true;
    });
  }

  /** A take that exceeded its time counts against its model, in the same transaction. */
  private async recordFailure(
    { takeId, id: owner, model, provider = 'cpu' }: RenderAttempt,
    failure: TakeFailure,
  ): Promise<boolean> {
    if (failure.code !== 'RENDER_TIMEOUT') return this.fail(takeId, owner, failure);
    const fingerprint = await this.fingerprintOf(takeId, model);
    return this.unitOfWork.run(async () => {
      if (!(await this.fail(takeId, owner, failure))) return false;
      if (fingerprint) await this.quarantine.recordTimeout({ model, provider, fingerprint, reason: failure.detail });
      return true;
    });
  }

  /**
   * Records that a renderer let go of a cancelled take. A sample or a take of the house room that made room for a user's take returns to the queue.
   * @param step finished steps
   * @returns false if the lease was lost
   */
  confirmCancel(takeId: string, owner: string, step: number): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const sample = await this.takes.byId(takeId);
      if (sample && isBackgroundTake(sample) && sample.adminReason === null) {
        return this.requeueWith(takeId, owner, null);
      }
      const cancelled = await this.leases.cancelRunning(takeId, owner, this.clock.now());
      if (!cancelled) return false;
      const take = await this.takes.byId(takeId);
      if (take) {
        const byId = cancelled.byId ?? (take.adminReason === null ? take.authorId : null);
        this.unitOfWork.publish(new TakeCancelled(take, byId, step));
      }
      return true;
    });
  }

  /** Returns a take to the queue because its node stops. @returns false if the lease was lost */
  requeue(takeId: string, owner: string): Promise<boolean> {
    return this.unitOfWork.run(() => this.requeueWith(takeId, owner, null));
  }

  /** Ends the attempt, and counts a renderer that crashed against the model, in one transaction. @returns false if the lease was lost */
  async recordLoss(
    { takeId, id: owner, model, provider = 'cpu' }: Pick<RenderAttempt, 'takeId' | 'id' | 'model' | 'provider'>,
    { why: reason, blamesModel, blamesProvider = false }: Omit<LostOutcome, 'type'>,
  ): Promise<boolean> {
    const fingerprint = blamesModel || blamesProvider ? await this.fingerprintOf(takeId, model) : null;
    return this.unitOfWork.run(async () => {
      const leased = await this.leases.findLeased(takeId, owner);
      if (!leased || !(await this.lose(takeId, owner, reason, blamesModel ? 'renderer' : 'node'))) return false;
      if (fingerprint && countsAgainstModel(reason, leased.losses)) {
        await this.quarantine.recordLoss({ model, provider, fingerprint, reason });
      }
      return true;
    });
  }

  /** Reads files, so it runs before a transaction. @returns null if the take does not use its model */
  private async fingerprintOf(takeId: string, model: string): Promise<string | null> {
    const isUpscale = (await this.takes.byId(takeId))?.settings.upscale !== undefined;
    return isUpscale ? null : this.quarantine.fingerprintOf(model);
  }

  /** Returns the take to the queue, unless too many renderers or machines were lost during it. @returns false if the lease was lost */
  async lose(takeId: string, owner: string, reason: string, lost: Lost): Promise<boolean> {
    const leased = await this.leases.findLeased(takeId, owner);
    if (!leased) return false;
    if (leased.isCancelRequested) return this.confirmCancel(takeId, owner, 0);
    const failure = failureAfter(leased, reason, lost);
    if (failure) return this.fail(takeId, owner, failure);
    return this.unitOfWork.run(() => this.requeueWith(takeId, owner, lost));
  }

  /**
   * Reclaims takes whose lease expired: their machine is lost, which says nothing about the take or its model.
   * @param heldTakeIds takes that a renderer still has
   * @param includesUnexpired also reclaims running leases: only at the start of a single node
   */
  async reclaimExpired(heldTakeIds: ReadonlySet<string> = new Set(), includesUnexpired = false): Promise<void> {
    const expired = await this.leases.expiredLeases(includesUnexpired ? Number.MAX_SAFE_INTEGER : this.clock.now());
    for (const { id, owner } of expired) {
      if (!heldTakeIds.has(id)) await this.lose(id, owner, 'its server or worker disappeared', 'node');
    }
  }

  private async requeueWith(takeId: string, owner: string, lost: Lost | null): Promise<boolean> {
    if (!(await this.leases.requeue(takeId, owner, lost))) return false;
    const take = await this.takes.byId(takeId);
    if (take) this.unitOfWork.publish(new TakeRequeued(take));
    return true;
  }
}

/** @returns undefined if the take may be tried again */
const failureAfter = ({ losses, nodeLosses }: LeasedTake, reason: string, lost: Lost): TakeFailure | undefined => {
  if (lost === 'node') return nodeLosses + 1 >= MAX_NODE_LOSSES ? rendererLostFailure(reason) : undefined;
  return losses + 1 >= MAX_RENDERER_LOSSES ? rendererCrashedFailure(reason) : undefined;
};

/** Stored metadata of rendered images. */
export const imagesOf = (rendered: readonly RenderedImage[], sha256s: readonly string[]): TakeImage[] =>
  rendered.map(({ width, height, seed, check, replaced }, index) => ({
    width,
    height,
    seed,
    sha256: sha256s[index] ?? '',
    ...(check && { level: check.level }),
    ...(check?.level === 'held' && { isHidden: true }),
    ...(replaced && { replaced }),
  }));
