import { Injectable, Logger } from '@nestjs/common';
import type { Take } from '../../domain/take.js';
import { ClaimNextTake } from '../../usecases/claim-next-take.js';
import { HandBackTake } from '../../usecases/hand-back-take.js';
import { LoseRenderer } from '../../usecases/lose-renderer.js';
import { RenewLease } from '../../usecases/renew-lease.js';
import { LeaseTerms } from './lease-terms.js';

export interface LeaseListener {
  /** Somebody wants the take to end. */
  onCancelAsked(): void;
  /** It is no longer ours: this node was silent for too long, and another has it. */
  onGone(): void;
}

const RENEWALS_PER_LEASE = 3;

/** The takes this node may render, and for how long. */
@Injectable()
export class TakeLeases {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly claimNext: ClaimNextTake,
    private readonly renewLease: RenewLease,
    private readonly handBack: HandBackTake,
    private readonly loseRenderer: LoseRenderer,
    private readonly terms: LeaseTerms,
  ) {}

  claim(): Promise<Take | null> {
    return this.claimNext.run(this.terms.owner, this.terms.ms);
  }

  /** Renews the lease until the returned function is called. */
  keep(take: Take, listener: LeaseListener): () => void {
    const renew = async () => {
      const state = await this.renewLease.run(take.id, this.terms.owner, this.terms.ms);
      if (state === 'cancel-asked') listener.onCancelAsked();
      if (state === 'gone') listener.onGone();
    };
    const failed = (error: unknown) => this.logger.warn('A lease could not be renewed', { takeId: take.id }, error);
    const timer = setInterval(() => void renew().catch(failed), this.terms.ms / RENEWALS_PER_LEASE);
    return () => clearInterval(timer);
  }

  /** @returns whether this node shall render it once more. */
  lose(take: Take, why: string): Promise<boolean> {
    return this.loseRenderer.run(take.id, this.terms.owner, why);
  }

  async giveBack(take: Take): Promise<void> {
    if (await this.handBack.run(take.id, take.roomId, this.terms.owner)) {
      this.logger.log('A running take is handed back', { takeId: take.id });
    }
  }
}
