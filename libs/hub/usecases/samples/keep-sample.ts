import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { HubModelChanged } from '../../domain/events.js';
import { type NewSample, type Sample, Samples } from '../../domain/samples/samples.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';

export interface KeptPicture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** Null where its maker chose it. */
  readonly takeId: string | null;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
}

/** Writes a sample down, inside a transaction that holds its model. */
@Injectable()
export class KeepSample {
  constructor(
    private readonly samples: Samples,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly shelf: Shelf,
  ) {}

  /** @throws Rejection HUB_TOO_MANY_SAMPLES */
  async run(
    version: { readonly id: string; readonly modelId: string },
    { takeId, ...picture }: KeptPicture,
    atMost: number,
  ): Promise<Sample> {
    if ((await this.samples.ofVersions([version.id])).length >= atMost) {
      throw new Rejection('HUB_TOO_MANY_SAMPLES', { max: atMost });
    }
    const sample: NewSample = {
      ...{ id: this.ids.next(), versionId: version.id, ...picture, isChosen: takeId === null },
      ...{ takeId, at: this.clock.now() },
    };
    await this.samples.add(sample);
    // A model is for nobody for whom what it draws is not.
    if (sample.level !== null && (await this.shelf.raise(version.modelId, sample.level))) this.unitOfWork.touch(HUB);
    this.unitOfWork.touch(hubSubject(version.modelId));
    this.unitOfWork.announce(new HubModelChanged(version.modelId));
    return { ...sample, smallSha256: null };
  }
}
