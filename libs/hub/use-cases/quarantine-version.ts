import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { HubModelChanged, VersionWithdrawn } from '../domain/events.js';
import { type Version, Versions } from '../domain/version.js';
import { ModelRepository } from '../domain/versions/model-repository.js';

/** Sets a version aside that brings down what loads it, and shows it again where somebody who looks after the instance says so. */
@Injectable()
export class QuarantineVersion {
  constructor(
    private readonly versions: Versions,
    private readonly modelRepository: ModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** By what settings call it. What is no published version stays as it is. */
  async run(useId: string): Promise<void> {
    await this.move(useId, 'published', 'quarantined');
  }

  /** What is in no quarantine stays as it is. @returns whether it was in one */
  async release(useId: string): Promise<boolean> {
    return this.move(useId, 'quarantined', 'published');
  }

  private async move(useId: string, from: Version['state'], to: Version['state']): Promise<boolean> {
    const found = await this.versions.byUseId(useId);
    if (found?.state !== from) return false;
    return this.unitOfWork.run(async () => {
      const model = await this.modelRepository.lockModel(found.modelId);
      const version = await this.versions.byId(found.id);
      if (!model || version?.state !== from) return false;
      await this.modelRepository.setState(version.id, to);
      await this.modelRepository.reindex(model.id);
      if (to === 'quarantined') this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'quarantined'));
      // One that is back is no news to its creator's followers.
      this.unitOfWork.publish(new HubModelChanged(model.id));
      return true;
    });
  }
}
