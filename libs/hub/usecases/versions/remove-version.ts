import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { HubBlobsLeft, HubModelChanged, HubModelRemoved, VersionWithdrawn } from '../../domain/events.js';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type Changer, requireTidy } from '../../domain/versions/rights.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';
import { useKeyOf } from './name-keys.js';

/** Takes a version away for good, with its files; a model goes with its last one. Pictures made with it stay. */
@Injectable()
export class RemoveVersion {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_NOT_YOURS */
  async run(who: Changer, versionId: string): Promise<void> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const work = async () => {
      const model = await this.shelf.holdModel(modelId);
      const version = await this.versions.byId(versionId);
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      requireTidy(who, model);
      await this.take(model, version);
      await this.settle(model);
    };
    await this.unitOfWork.run(work, [HUB, hubSubject(modelId)]);
  }

  /** Inside a transaction that holds the model. */
  async take(model: HubModel, version: Version): Promise<void> {
    const keys = await this.shelf.removeVersion(version, useKeyOf(model.name, version.label));
    this.unitOfWork.announce(new VersionWithdrawn(version, model.kind, 'removed'));
    this.unitOfWork.announce(new HubBlobsLeft(keys));
  }

  /** Inside a transaction that holds the model, after versions have gone. */
  async settle({ id }: HubModel): Promise<void> {
    if ((await this.pages.ofModel(id)).length > 0) {
      await this.shelf.refresh(id);
      this.unitOfWork.announce(new HubModelChanged(id));
      return;
    }
    await this.shelf.removeModel(id);
    this.unitOfWork.announce(new HubModelRemoved(id));
  }
}
