import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Samples } from '../../domain/samples/samples.js';
import { type HubModel, STRENGTH, stricter, Versions } from '../../domain/version.js';

/** For whom a model is at least: what a moderator said, and what the check says of the samples it shows. */
@Injectable()
export class ModelRatingRules {
  constructor(
    private readonly versions: Versions,
    private readonly samples: Samples,
  ) {}

  /** @throws Rejection HUB_CONTENT_RATING_TOO_LOW { atLeast } where its creator wants to make less of it */
  async require(model: HubModel, wanted: HubModel['contentRating'] | undefined): Promise<void> {
    if (wanted === undefined || wanted === 'adult') return;
    const atLeast = await this.atLeast(model);
    if (STRENGTH.indexOf(wanted) < STRENGTH.indexOf(atLeast)) {
      throw new Rejection('HUB_CONTENT_RATING_TOO_LOW', { atLeast });
    }
  }

  private async atLeast({ id, atLeast }: HubModel): Promise<HubModel['contentRating']> {
    const versions = await this.versions.ofModel(id);
    const samples = await this.samples.ofVersions(versions.map((version) => version.id));
    return samples.reduce((least, { level }) => stricter(least, level ?? 'everyone'), atLeast);
  }
}
