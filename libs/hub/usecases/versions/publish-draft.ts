import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { Drafts } from '../../domain/drafts.js';
import { HUB } from '../../domain/versions/subjects.js';
import { AddVersion } from './add-version.js';

/** Makes a draft that passed its checks a version that everybody can find and use. */
@Injectable()
export class PublishDraft {
  constructor(
    private readonly people: People,
    private readonly drafts: Drafts,
    private readonly addVersion: AddVersion,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the id of its version; again the same one, also where two ask at once
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_NOT_READY, and as AddVersion
   */
  async run(personId: string, draftId: string): Promise<string> {
    const work = async () => {
      if ((await this.people.hold([personId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      const draft = await this.drafts.hold(draftId);
      if (!draft || draft.makerId !== personId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
      if (draft.versionId !== null) return draft.versionId;
      if (draft.state !== 'ready') throw new Rejection('HUB_DRAFT_NOT_READY');
      const versionId = await this.addVersion.run(draft, await this.drafts.filesOf(draftId));
      await this.drafts.publishedAs(draftId, versionId, this.clock.now());
      return versionId;
    };
    return this.unitOfWork.run(work, [HUB]);
  }
}
