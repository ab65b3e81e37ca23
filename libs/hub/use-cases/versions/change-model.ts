import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { HubModelChanged } from '../../domain/events.js';
import { type ModelActor, requireCreator } from '../../domain/versions/rights.js';
import { type ModelChanges, ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { CHECKED_CHANGE_FIELDS } from '../../domain/versions/checked-fields.js';
import { ModelRatingRules } from '../samples/model-rating-rules.js';

/** What a creator says of all versions; the name stays. */
@Injectable()
export class ChangeModel {
  constructor(
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly fields: CheckForm,
    private readonly levels: ModelRatingRules,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_CREATOR, HUB_DRAFT_INCOMPLETE for a license of one's own without words, HUB_CONTENT_RATING_TOO_LOW, SAFETY_BLOCKED_TERMS */
  async run(who: ModelActor, modelId: string, wanted: ModelChanges): Promise<void> {
    const { fields: changes, flag } = await this.fields.run<ModelChanges>(CHECKED_CHANGE_FIELDS, wanted);
    const work = async () => {
      const model = await this.modelRepository.lockModel(modelId);
      requireCreator(who, model);
      const { license, licenseText: licenseWords } = { ...model, ...changes };
      if (license === 'other' && licenseWords.trim() === '') {
        throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: 'licenseWords' });
      }
      await this.levels.require(model, changes.contentRating);
      await this.modelRepository.changeModel(modelId, changes, this.clock.now());
      await this.modelRepository.reindex(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.publish(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }
}
