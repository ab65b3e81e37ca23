import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';

/** A model that is here to show how it looks says so. It goes with its creator, as every model does. */
@Injectable()
export class MarkSeeded {
  constructor(
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  run(modelId: string): Promise<void> {
    return this.unitOfWork.run(() => this.modelRepository.markSample(modelId), [HUB_CACHE_TAG, modelCacheTag(modelId)]);
  }
}
