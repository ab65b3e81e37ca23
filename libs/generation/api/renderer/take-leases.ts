import { Injectable, Logger } from '@nestjs/common';
import { cachesSeenBy } from '../../domain/renderer-caches.js';
import { canRender } from '../../domain/can-render.js';
import { Renderers, type RendererStatus, type RenderAttempt } from '../../domain/renderers.js';
import type { Take } from '../../domain/take.js';
import type { RunningTake } from '../../domain/take-queue.js';
import { ClaimNextTake } from '../../use-cases/claim-next-take.js';
import { PendingSteers } from '../../use-cases/pending-steers.js';
import { RenewLease } from '../../use-cases/renew-lease.js';
import { LeaseOptions } from './lease-options.js';

const RENEWALS_PER_LEASE = 3;

/** The takes that renderers hold, and for how long. */
@Injectable()
export class TakeLeases {
  private readonly logger = new Logger('Takes');
  private readonly renewedAtMs = new Map<string, number>();

  constructor(
    private readonly claimNext: ClaimNextTake,
    private readonly renewLease: RenewLease,
    private readonly pending: PendingSteers,
    private readonly renderers: Renderers,
    private readonly terms: LeaseOptions,
  ) {}

  /** @param renderers all there are, as this one shall see them */
  claim(turnId: string, rendererId: string, renderers: readonly RendererStatus[]): Promise<Take | null> {
    const memories = (running: readonly RunningTake[]) => cachesSeenBy(rendererId, renderers, running);
    return this.claimNext.run(turnId, this.terms.ms, memories, (model) => canRender(rendererId, renderers, model));
  }

  /** A renderer is at it. What users want of the take and what was lost on its way is said once more. */
  held(turn: RenderAttempt): void {
    const now = performance.now();
    const [since, every] = [now - (this.renewedAtMs.get(turn.id) ?? -Infinity), this.terms.ms / RENEWALS_PER_LEASE];
    if (since < every) return;
    for (const [id, at] of this.renewedAtMs) if (now - at > this.terms.ms) this.renewedAtMs.delete(id);
    this.renewedAtMs.set(turn.id, now);
    this.renew(turn).catch((error: unknown) => {
      this.renewedAtMs.delete(turn.id);
      this.logger.warn('A lease could not be renewed', { takeId: turn.takeId }, error);
    });
  }

  /** New words for a take that were asked for and do not hold yet. */
  async steer(takeId: string): Promise<void> {
    for (const { id: steerId, prompt, negative } of await this.pending.run(takeId)) {
      this.renderers.sendCommand({ type: 'steer', takeId, steerId, prompt, negative });
    }
  }

  private async renew(turn: RenderAttempt): Promise<void> {
    const { takeId } = turn;
    const state = await this.renewLease.run(takeId, turn.id, this.terms.ms);
    switch (state) {
      case 'held':
        return this.steer(takeId);
      case 'stopRequested':
        return this.renderers.sendCommand({ type: 'stop', takeId });
      case 'cancelRequested':
        return this.renderers.sendCommand({ type: 'cancel', takeId });
      case 'gone':
        this.logger.warn('A renderer has a take that is no longer its own', { takeId });
        return this.renderers.release(turn);
      default:
        return state satisfies never;
    }
  }
}
