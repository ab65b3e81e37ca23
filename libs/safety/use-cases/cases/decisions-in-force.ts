import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Decisions } from '../../storage/cases/decisions.js';

/** How long a decision without an end counts against a user. */
const COUNTED_MS = 90 * 24 * 3_600_000;

/** What other slices know of decisions about a user. */
@Injectable()
export class DecisionsInForce {
  constructor(
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /** Mutes and bans that haven't ended, and warnings and removals of the last 90 days, unless revoked. */
  async countAgainst(userId: string): Promise<number> {
    const now = this.clock.now();
    const decisions = await this.decisions.activeFor(userId, ['warn', 'remove', 'mute', 'ban']);
    return decisions.filter(({ at, until }) => (until === null ? at > now - COUNTED_MS : until > now)).length;
  }
}
