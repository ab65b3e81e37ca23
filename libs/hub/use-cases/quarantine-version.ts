import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { HubModelChanged, VersionWithdrawn } from '../domain/events.js';
import { type Version } from '../domain/version.js';
import { Versions } from '../storage/versions.js';
import { SqlModelRepository } from '../storage/versions/sql-model-repository.js';

/** Quarantines a version that crashes or hangs renderers, and releases it at an admin's request. */
@Injectable()
export class QuarantineVersion {
  constructor(
    private readonly versions: Versions,
    private readonly modelRepository: SqlModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Only a published version can be quarantined. */
  async run(useId: string): Promise<void> {
    await this.changeState(useId, 'published', 'quarantined');
  }

  /** @returns whether it was quarantined */
  async release(useId: string): Promise<boolean> {
    return this.changeState(useId, 'quarantined', 'published');
  }

  private async changeState(useId: string, from: Version['state'], to: Version['state']): Promise<boolean> {
    const found = await this.versions.byUseId(useId);
    if (found?.state !== from) return false;
    return this.unitOfWork.run(async () => {
      const model = await this.modelRepository.lockModel(found.modelId);
      const version = await this.versions.byId(found.id);
      if (!model || version?.state !== from) return false;
      await this.modelRepository.setState(version.id, to);
      await this.modelRepository.reindex(model.id);
      if (to === 'quarantined') this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'quarantined'));
      // Not VersionPublished: followers aren't notified of a release.
      this.unitOfWork.publish(new HubModelChanged(model.id));
      return true;
    });
  }
}
