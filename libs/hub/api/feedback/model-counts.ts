import { Injectable } from '@nestjs/common';
import { ReactionsService } from '@visionary/comments';
import type { HubCounts } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { presentCounts } from '../versions/hub-views.js';

/** Counters and reactions of a model. */
@Injectable()
export class ModelCounts {
  constructor(
    private readonly versions: Versions,
    private readonly reactions: ReactionsService,
  ) {}

  async of(model: HubModel): Promise<HubCounts> {
    return presentCounts(model, await this.reactions.countsFor({ kind: 'model', id: model.id }));
  }

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async require(modelId: string): Promise<HubCounts> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return this.of(model);
  }
}
