import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';

/** A model that is here to show how it looks says so. It goes with its maker, as every model does. */
@Injectable()
export class MarkSample {
  constructor(
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  run(modelId: string): Promise<void> {
    return this.unitOfWork.run(() => this.shelf.markSample(modelId), [HUB, hubSubject(modelId)]);
  }
}
