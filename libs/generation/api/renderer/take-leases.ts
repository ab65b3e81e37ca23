import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { cachesSeenBy, canRender } from '../../domain/renderer-selection.js';
import { type RenderAttempt, Renderers, type RendererStatus } from '../../domain/renderers.js';
import type { RunningTake } from '../../domain/scheduling-policy.js';
import type { Take } from '../../domain/take.js';
import { AttemptsService } from '../../use-cases/attempts.service.js';
import { TakeCommandsService } from '../../use-cases/take-commands.service.js';

const RENEWALS_PER_LEASE = 3;

/** Leases of takes: claimed for renderers, renewed by their heartbeats, reclaimed after they expired. */
@Injectable()
export class TakeLeases implements OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly renewedAtMs = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly attempts: AttemptsService,
    private readonly commands: TakeCommandsService,
    private readonly renderers: Renderers,
    private readonly config: Config,
  ) {}

  /** Called before this node claims takes. A single node reclaims all rendering takes, which a former process left. */
  async start(): Promise<void> {
    const { mode, rendererStart, rendererLeaseMs } = this.config;
    if (mode === 'embedded' && rendererStart) await this.attempts.reclaimExpired(new Set(), true);
    this.timer = setInterval(() => void this.reclaimExpired(), rendererLeaseMs / 2).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @param renderers all renderers */
  claim(attemptId: string, rendererId: string, renderers: readonly RendererStatus[]): Promise<Take | null> {
    const cachesOf = (running: readonly RunningTake[]) => cachesSeenBy(rendererId, renderers, running);
    return this.attempts.claim(attemptId, this.config.rendererLeaseMs, cachesOf, (model) =>
      canRender(rendererId, renderers, model),
    );
  }

  /** Renews the lease after a heartbeat, and repeats commands that may have been lost. */
  onHeartbeat(attempt: RenderAttempt): void {
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
    for (const { id: steerId, prompt, negative } of await this.commands.pendingSteers(takeId)) {
      this.renderers.sendCommand({ type: 'steer', takeId, steerId, prompt, negative });
    }
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

  private async reclaimExpired(): Promise<void> {
    try {
      const assigned = await this.renderers.assignedTakes();
      if (assigned) await this.attempts.reclaimExpired(assigned);
    } catch (error) {
      this.logger.error('Expired leases could not be reclaimed', error);
    }
  }
}
