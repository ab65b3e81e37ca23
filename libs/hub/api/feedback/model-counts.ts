import { Injectable } from '@nestjs/common';
import type { HubCounts } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Reactions } from '../../domain/feedback/reactions.js';
import { Versions } from '../../domain/version.js';
import { presentCounts } from '../versions/hub-views.js';

/** What moves of models while they are looked at. */
@Injectable()
export class ModelCounts {
  constructor(
    private readonly versions: Versions,
    private readonly reactions: Reactions,
  ) {}

  /** Null once it is gone. Two queries. */
  async of(modelId: string): Promise<HubCounts | null> {
    const model = await this.versions.modelById(modelId);
    return model && presentCounts(model, (await this.reactions.of([modelId])).get(modelId) ?? []);
  }

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async one(modelId: string): Promise<HubCounts> {
    const counts = await this.of(modelId);
    if (!counts) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return counts;
  }
}
