import { Injectable } from '@nestjs/common';
import type { HubCounts } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Reactions } from '../../domain/talk/reactions.js';
import { Versions } from '../../domain/version.js';

/** What moves of models while they are looked at. */
@Injectable()
export class ModelCounts {
  constructor(
    private readonly versions: Versions,
    private readonly reactions: Reactions,
  ) {}

  /** Those that are gone are missing. Two queries. */
  async of(modelIds: readonly string[]): Promise<ReadonlyMap<string, HubCounts>> {
    const models = await this.versions.modelsByIds(modelIds);
    const given = await this.reactions.of(modelIds);
    return new Map(
      models.map(({ id, counts: { stars, ...counts } }) => [
        id,
        {
          ...counts,
          ...(counts.reviews > 0 && { stars: stars / counts.reviews }),
          reactions: [...(given.get(id) ?? [])],
        },
      ]),
    );
  }

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async one(modelId: string): Promise<HubCounts> {
    const counts = (await this.of([modelId])).get(modelId);
    if (!counts) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return counts;
  }
}
