import { Injectable } from '@nestjs/common';
import { crashed, LOSSES_AT_MOST } from '../domain/losses.js';
import { Takes } from '../domain/takes.js';
import { FailTake } from './fail-take.js';

/** The renderer went away under a take: the first time it is tried again. */
@Injectable()
export class LoseRenderer {
  constructor(
    private readonly takes: Takes,
    private readonly failTake: FailTake,
  ) {}

  /** @returns whether this node shall render it again; false when it has failed or is no longer this node's. */
  async run(takeId: string, owner: string, why: string): Promise<boolean> {
    const losses = await this.takes.countLoss(takeId, owner);
    if (losses === undefined) return false;
    if (losses < LOSSES_AT_MOST) return true;
    await this.failTake.run(takeId, owner, crashed(why));
    return false;
  }
}
