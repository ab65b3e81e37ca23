import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import { HubModelChanged, VersionWithdrawn } from '../../domain/events.js';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { type Changer, isMaker, requireTidy } from '../../domain/versions/rights.js';
import { Shelf, type VersionChanges } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';
import { WORDS_OF_VERSION } from '../../domain/versions/words-of-form.js';

export type VersionOrder = VersionChanges & { readonly state?: 'published' | 'unpublished' };

/** What a maker says of one version; and taking it back, or showing it again. Moderators take back, too, and keep it so. */
@Injectable()
export class ChangeVersion {
  constructor(
    private readonly versions: Versions,
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
    private readonly fields: CheckFields,
  ) {}

  /**
   * @returns the id of its model
   * @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_YOURS, HUB_WITHHELD, GENERATION_MODEL_QUARANTINED, SAFETY_WORDS
   */
  async run(who: Changer, versionId: string, { state, ...wanted }: VersionOrder): Promise<string> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const { said: changes, flag } = await this.fields.run<VersionChanges>(WORDS_OF_VERSION, wanted);
    const work = async () => {
      const model = await this.shelf.holdModel(modelId);
      const version = await this.versions.byId(versionId);
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      requireTidy(who, model);
      if (Object.keys(changes).length > 0) {
        if (!isMaker(who, model)) throw new Rejection('HUB_NOT_YOURS');
        await this.shelf.changeVersion(versionId, changes);
      }
      if (state !== undefined && state !== version.state) await this.show(who, model, version, state);
      await this.shelf.refresh(modelId);
      await flag({ kind: 'model', id: modelId });
      this.unitOfWork.announce(new HubModelChanged(modelId));
    };
    await this.unitOfWork.run(work, [HUB, hubSubject(modelId)]);
    return modelId;
  }

  private async show(who: Changer, model: HubModel, version: Version, state: 'published' | 'unpublished') {
    if (version.state === 'quarantined') throw new Rejection('GENERATION_MODEL_QUARANTINED');
    if (state === 'published' && version.isWithheld && !who.moderates) throw new Rejection('HUB_WITHHELD');
    await this.shelf.setState(version.id, state, state === 'unpublished' && !isMaker(who, model));
    if (state === 'unpublished') {
      this.unitOfWork.announce(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
  }
}
