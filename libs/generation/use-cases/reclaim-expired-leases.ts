import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Takes } from '../domain/takes.js';
import { HandleLostRenderer } from './handle-lost-renderer.js';

/** Takes whose renderer has not been heard for a lease go back into the line. */
@Injectable()
export class ReclaimExpiredLeases {
  constructor(
    private readonly takes: Takes,
    private readonly handleLostRenderer: HandleLostRenderer,
    private readonly clock: Clock,
  ) {}

  /**
   * @param spared takes that are not lost, whatever their lease says
   * @param everything also those whose lease runs: right only at the start of the one node there is
   */
  async run(spared: ReadonlySet<string> = new Set(), everything = false): Promise<void> {
    const expired = await this.takes.expired(everything ? Number.MAX_SAFE_INTEGER : this.clock.now());
    for (const { id, owner } of expired) {
      if (!spared.has(id)) await this.handleLostRenderer.run(id, owner, 'the server or renderer that had it went away');
    }
  }
}
