import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { HubModelChanged } from '../../domain/events.js';
import { type Changer, requireMaker } from '../../domain/versions/rights.js';
import { type ModelChanges, Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';

/** What a maker says of all versions; the name stays. */
@Injectable()
export class ChangeModel {
  constructor(
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS, HUB_DRAFT_INCOMPLETE for a licence of one's own without words */
  async run(who: Changer, modelId: string, changes: ModelChanges): Promise<void> {
    const work = async () => {
      const model = await this.shelf.holdModel(modelId);
      requireMaker(who, model);
      const { licence, licenceWords } = { ...model, ...changes };
      if (licence === 'other' && licenceWords.trim() === '') {
        throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: 'licenceWords' });
      }
      await this.shelf.changeModel(modelId, changes, this.clock.now());
      await this.shelf.refresh(modelId);
      this.unitOfWork.announce(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB, hubSubject(modelId)]);
  }
}
