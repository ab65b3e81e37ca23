import { Injectable } from '@nestjs/common';
import { ReactionsService } from '@visionary/comments';
import type { HubCounts } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Versions } from '../../storage/versions.js';
import { presentCounts } from '../versions/hub-views.js';

/** Counters and reactions of a model. */
@Injectable()
export class ModelCounts {
  constructor(
    private readonly versions: Versions,
    private readonly reactions: ReactionsService,
  ) {}

  /** Two queries. @returns null for a removed model */
  async of(modelId: string): Promise<HubCounts | null> {
    const model = await this.versions.modelById(modelId);
    return model && presentCounts(model, await this.reactions.to({ kind: 'model', id: modelId }));
  }

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async require(modelId: string): Promise<HubCounts> {
    const counts = await this.of(modelId);
    if (!counts) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return counts;
  }
}
