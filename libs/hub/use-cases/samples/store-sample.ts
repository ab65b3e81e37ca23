import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { HubModelChanged } from '../../domain/events.js';
import { type NewSample, type Sample, Samples } from '../../domain/samples/samples.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';

export interface KeptImage {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** Null where its creator chose it. */
  readonly takeId: string | null;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
}

/** Writes a sample down, inside a transaction that holds its model. */
@Injectable()
export class StoreSample {
  constructor(
    private readonly samples: Samples,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly modelRepository: ModelRepository,
  ) {}

  /** @throws Rejection HUB_TOO_MANY_SAMPLES */
  async run(
    version: { readonly id: string; readonly modelId: string },
    { takeId, ...image }: KeptImage,
    atMost: number,
  ): Promise<Sample> {
    if ((await this.samples.ofVersions([version.id])).length >= atMost) {
      throw new Rejection('HUB_TOO_MANY_SAMPLES', { max: atMost });
    }
    const sample: NewSample = {
      ...{ id: this.ids.next(), versionId: version.id, ...image, isChosen: takeId === null },
      ...{ takeId, at: this.clock.now() },
    };
    await this.samples.add(sample);
    // A model is for nobody for whom what it draws is not.
    if (sample.level !== null && (await this.modelRepository.raiseMinimumRating(version.modelId, sample.level))) {
      this.unitOfWork.invalidate(HUB_CACHE_TAG);
    }
    this.unitOfWork.invalidate(modelCacheTag(version.modelId));
    this.unitOfWork.publish(new HubModelChanged(version.modelId));
    return { ...sample, smallSha256: null };
  }
}
