import { Injectable } from '@nestjs/common';
import { CALLS_OF_EVERYBODY } from '@visionary/contract';
import { type RateLimit, RateLimits } from '@visionary/platform/http';
import { type EverybodyCall, EverybodyPace } from '../domain/everybody-pace.js';

const keyOf = ({ roomId, personId }: EverybodyCall): string => `${roomId}:${personId}`;

/** Counted over all nodes; whoever comes to look after a room begins anew. */
@Injectable()
export class LimitedEverybodyPace extends EverybodyPace {
  private readonly members: RateLimit;
  private readonly owners: RateLimit;

  constructor(limits: RateLimits) {
    super();
    this.members = limits.of({ name: 'everybody', ...CALLS_OF_EVERYBODY.members });
    this.owners = limits.of({ name: 'everybody:owners', ...CALLS_OF_EVERYBODY.owners });
  }

  spend(call: EverybodyCall): Promise<number | null> {
    return this.limit(call).spend(keyOf(call));
  }

  giveBack(call: EverybodyCall): Promise<void> {
    return this.limit(call).giveBack(keyOf(call));
  }

  private limit({ looksAfter }: EverybodyCall): RateLimit {
    return looksAfter ? this.owners : this.members;
  }
}
