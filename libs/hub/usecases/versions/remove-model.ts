import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { VersionWithdrawn } from '../../domain/events.js';
import type { HubModel } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type Changer, requireTidy } from '../../domain/versions/rights.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';
import { RemoveVersion } from './remove-version.js';

/**
 * Takes a model away with all its versions. First nobody can choose it any more, then one version goes after the other, each in
 * a short transaction: whatever ends that between two of them leaves a model that its maker sees, and can take away again.
 */
@Injectable()
export class RemoveModel {
  constructor(
    private readonly pages: HubPages,
    private readonly shelf: Shelf,
    private readonly removeVersion: RemoveVersion,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_NOT_YOURS */
  async run(who: Changer, modelId: string): Promise<void> {
    const subjects = [HUB, hubSubject(modelId)];
    await this.unitOfWork.run(async () => {
      const model = await this.shelf.holdModel(modelId);
      requireTidy(who, model);
      await this.hide(model);
    }, subjects);
    for (let more = true; more;) {
      more = await this.unitOfWork.run(() => this.takeOne(modelId), subjects);
    }
  }

  /** Inside the transaction that deletes its maker's account. */
  async wholly(modelId: string): Promise<void> {
    this.unitOfWork.touch(HUB, hubSubject(modelId));
    while (await this.takeOne(modelId));
  }

  private async hide({ id, kind }: HubModel): Promise<void> {
    for (const version of await this.pages.ofModel(id)) {
      if (version.state !== 'published') continue;
      await this.shelf.setState(version.id, 'unpublished', version.isWithheld);
      this.unitOfWork.announce(new VersionWithdrawn(version, kind, 'removed'));
    }
    await this.shelf.refresh(id);
  }

  /** @returns whether there is more of it */
  private async takeOne(modelId: string): Promise<boolean> {
    const model = await this.shelf.holdModel(modelId);
    if (!model) return false;
    const [version, ...others] = await this.pages.ofModel(modelId);
    if (version) await this.removeVersion.take(model, version);
    if (others.length > 0) return true;
    await this.removeVersion.settle(model);
    return false;
  }
}
