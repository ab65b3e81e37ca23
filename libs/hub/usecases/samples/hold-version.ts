import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type HubModel, type Version, Versions } from '../../domain/version.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { hubSubject } from '../../domain/versions/subjects.js';

/** A transaction in which nobody else changes a version's model. */
@Injectable()
export class HoldVersion {
  constructor(
    private readonly versions: Versions,
    private readonly shelf: Shelf,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND */
  async run<T>(versionId: string, work: (version: Version, model: HubModel) => Promise<T>): Promise<T> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    if (modelId === undefined) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const held = async () => {
      const model = await this.shelf.holdModel(modelId);
      const version = model && (await this.versions.byId(versionId));
      if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
      return work(version, model);
    };
    return this.unitOfWork.run(held, [hubSubject(modelId)]);
  }
}
