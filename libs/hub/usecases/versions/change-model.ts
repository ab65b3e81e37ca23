import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import { HubModelChanged } from '../../domain/events.js';
import { type Changer, requireMaker } from '../../domain/versions/rights.js';
import { type ModelChanges, Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';
import { WORDS_OF_CHANGES } from '../../domain/versions/words-of-form.js';
import { ModelLevels } from '../samples/model-levels.js';

/** What a maker says of all versions; the name stays. */
@Injectable()
export class ChangeModel {
  constructor(
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly fields: CheckFields,
    private readonly levels: ModelLevels,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS, HUB_DRAFT_INCOMPLETE for a licence of one's own without words, HUB_NOT_FOR_LESS, SAFETY_WORDS */
  async run(who: Changer, modelId: string, wanted: ModelChanges): Promise<void> {
    const { said: changes, flag } = await this.fields.run<ModelChanges>(WORDS_OF_CHANGES, wanted);
    const work = async () => {
      const model = await this.shelf.holdModel(modelId);
      requireMaker(who, model);
      const { licence, licenceWords } = { ...model, ...changes };
      if (licence === 'other' && licenceWords.trim() === '') {
        throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: 'licenceWords' });
      }
      await this.levels.require(model, changes.maturity);
      await this.shelf.changeModel(modelId, changes, this.clock.now());
      await this.shelf.refresh(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.announce(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB, hubSubject(modelId)]);
  }
}
