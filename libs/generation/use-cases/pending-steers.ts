import { Injectable } from '@nestjs/common';
import { type RequestedSteer, Steers } from '../domain/steers.js';
import { Takes } from '../domain/takes.js';

/** Words that were asked for and do not hold yet: for a renderer that begins anew, and where a message was lost. */
@Injectable()
export class PendingSteers {
  constructor(
    private readonly steers: Steers,
    private readonly takes: Takes,
  ) {}

  /** In the order in which they were asked for. */
  async run(takeId: string): Promise<RequestedSteer[]> {
    const asked = await this.steers.of(takeId);
    if (!asked.length) return [];
    const held = new Set((await this.takes.byId(takeId))?.steers.map(({ id }) => id));
    return asked.filter(({ id }) => !held.has(id));
  }
}
