import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { TakeCancelRequested, TakeSteerRequested, TakeStopRequested } from '../../domain/events.js';
import type { AppliedSteer } from '../../domain/renderer-protocol.js';
import {
  type AttemptProgress,
  type AttemptResult,
  type RenderAttempt,
  Renderers,
  type RenderersListener,
} from '../../domain/renderers.js';
import type { RequestedSteer } from '../../domain/take.js';
import { AttemptsService } from '../../use-cases/attempts.service.js';
import { TakeCommandsService } from '../../use-cases/take-commands.service.js';
import { FrameStream } from './frame-stream.js';

const RENEWALS_PER_LEASE = 3;

/**
 * Attempts between their assignment and their end: sends commands of users to the renderer, its frames to viewers, and its
 * steers and results to the database. Renews leases after heartbeats, and reclaims expired ones.
 */
@Injectable()
export class RunningAttempts implements RenderersListener, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly renewedAtMs = new Map<string, number>();
  private recording = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly attempts: AttemptsService,
    private readonly commands: TakeCommandsService,
    private readonly renderers: Renderers,
    private readonly frames: FrameStream,
    private readonly events: DomainEvents,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(TakeCancelRequested, ({ takeId }) =>
      this.renderers.sendCommand({ type: 'cancel', takeId }),
    );
    this.events.afterCommit(TakeStopRequested, ({ takeId }) => this.renderers.sendCommand({ type: 'stop', takeId }));
    this.events.afterCommit(TakeSteerRequested, ({ steer }) => this.sendSteer(steer));
  }

  /** Called before this node claims takes. A single node reclaims all rendering takes, which a former process left. */
  async start(): Promise<void> {
    const { mode, rendererEnabled, rendererLeaseMs } = this.config;
    if (mode === 'embedded' && rendererEnabled) await this.attempts.reclaimExpired(new Set(), true);
    this.timer = setInterval(() => void this.reclaimExpired(), rendererLeaseMs / 2).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  onReport(attempt: RenderAttempt, report: AttemptProgress): void {
    switch (report.type) {
      case 'loading':
        if (report.fetching) this.frames.sendDownloadProgress(attempt, report.fetching);
        return;
      case 'step': {
        const { type: _type, ...step } = report;
        return this.frames.send({ roomId: attempt.roomId, ...step }, attempt.authorId);
      }
      case 'steered':
        this.recordSteer(attempt, report);
        return;
      default:
        return report satisfies never;
    }
  }

  onEnd(result: AttemptResult): Promise<void> {
    return this.attempts.record(result);
  }

  /** Renews the lease, and repeats commands that may have been lost. */
  onLeaseRenewed(attempt: RenderAttempt): void {
    const leaseMs = this.config.rendererLeaseMs;
    const now = performance.now();
    const sinceRenewal = now - (this.renewedAtMs.get(attempt.id) ?? -Infinity);
    if (sinceRenewal < leaseMs / RENEWALS_PER_LEASE) return;
    for (const [id, at] of this.renewedAtMs) if (now - at > leaseMs) this.renewedAtMs.delete(id);
    this.renewedAtMs.set(attempt.id, now);
    this.renew(attempt).catch((error: unknown) => {
      this.renewedAtMs.delete(attempt.id);
      this.logger.warn('A lease could not be renewed', { takeId: attempt.takeId }, error);
    });
  }

  /** Sends steers that were requested and are not applied yet. */
  async sendPendingSteers(takeId: string): Promise<void> {
    for (const steer of await this.commands.pendingSteers(takeId)) this.sendSteer(steer);
  }

  private sendSteer({ takeId, id: steerId, prompt, negative }: RequestedSteer): void {
    this.renderers.sendCommand({ type: 'steer', takeId, steerId, prompt, negative });
  }

  private async renew(attempt: RenderAttempt): Promise<void> {
    const { takeId } = attempt;
    const state = await this.attempts.renewLease(takeId, attempt.id, this.config.rendererLeaseMs);
    switch (state) {
      case 'held':
        return this.sendPendingSteers(takeId);
      case 'stopRequested':
        return this.renderers.sendCommand({ type: 'stop', takeId });
      case 'cancelRequested':
        return this.renderers.sendCommand({ type: 'cancel', takeId });
      case 'lost':
        this.logger.warn('A renderer has a take whose lease it lost', { takeId });
        return this.renderers.release(attempt);
      default:
        return state satisfies never;
    }
  }

  /** Serialized: of several steers at the same step the last recorded one applies. */
  private recordSteer({ id, takeId }: RenderAttempt, steer: AppliedSteer): void {
    this.recording = this.recording
      .then(() => this.attempts.recordSteer(takeId, id, steer))
      .then(
        () => undefined,
        // The result of the attempt repeats all steers.
        (error: unknown) => this.logger.warn('A steer could not be recorded', { takeId }, error),
      );
  }

  private async reclaimExpired(): Promise<void> {
    try {
      const assigned = await this.renderers.assignedTakes();
      if (assigned) await this.attempts.reclaimExpired(assigned);
    } catch (error) {
      this.logger.error('Expired leases could not be reclaimed', error);
    }
  }
}
