import { Injectable } from '@nestjs/common';
import type { MadeWith } from '../../domain/posts/made-with.js';
import { MadeCounts } from '../../domain/uses/made-counts.js';
import { MadeHere } from './made-here.js';

/** How many pictures in the feed were made with any of these versions of the hub, each once. */
@Injectable()
export class CountMade {
  constructor(
    private readonly counts: MadeCounts,
    private readonly here: MadeHere,
  ) {}

  /** @param made by whole hashes. May read whole folders the first time */
  async run(made: readonly MadeWith[]): Promise<number> {
    return this.counts.of(await this.here.of(made));
  }
}
