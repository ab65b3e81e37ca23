import { Injectable } from '@nestjs/common';
import type { UsedModel } from '../../domain/posts/used-models-of.js';
import { ModelImageCounts } from '../../domain/model-usage/model-image-counts.js';
import { LocalDuplicates } from './local-duplicates.js';

/** How many images in the feed were made with any of these versions of the hub, each once. */
@Injectable()
export class CountModelImages {
  constructor(
    private readonly counts: ModelImageCounts,
    private readonly here: LocalDuplicates,
  ) {}

  /** @param made by whole hashes. May read whole folders the first time */
  async run(made: readonly UsedModel[]): Promise<number> {
    return this.counts.of(await this.here.of(made));
  }
}
