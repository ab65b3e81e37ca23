import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Takes } from '../domain/takes.js';

export type LeaseState = 'held' | 'stopRequested' | 'cancelRequested' | 'gone';

/** Says that a node still renders a take. */
@Injectable()
export class RenewLease {
  constructor(
    private readonly takes: Takes,
    private readonly clock: Clock,
  ) {}

  /** @returns what the database says of it: a wish to end reaches the node this way when the bus is down. */
  async run(takeId: string, owner: string, leaseMs: number): Promise<LeaseState> {
    const wishes = await this.takes.renew(takeId, { owner, until: this.clock.now() + leaseMs });
    if (!wishes) return 'gone';
    if (wishes.cancelBy !== null) return 'cancelRequested';
    return wishes.stopBy === null ? 'held' : 'stopRequested';
  }
}
