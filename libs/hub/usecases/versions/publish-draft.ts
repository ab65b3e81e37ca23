import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Drafts } from '../../domain/drafts.js';
import { HashFinders } from '../../domain/versions/hashes.js';
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
    private readonly others: HashFinders,
  ) {}

  /**
   * @returns the id of its version; again the same one, also where two ask at once
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_NOT_READY, and as AddVersion
   */
  async run(personId: string, draftId: string): Promise<string> {
    const isOurs = await this.cameWithTheInstance(draftId);
    const work = async () => {
      if ((await this.people.hold([personId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      const draft = await this.drafts.hold(draftId);
      if (!draft || draft.makerId !== personId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
      if (draft.versionId !== null) return draft.versionId;
      if (draft.state !== 'ready') throw new Rejection('HUB_DRAFT_NOT_READY');
      const { id, at } = await this.addVersion.run(draft, await this.drafts.filesOf(draftId), !isOurs);
      await this.drafts.publishedAs(draftId, id, at);
      return id;
    };
    return this.unitOfWork.run(work, [HUB]);
  }

  /** A copy of what lies in the instance's own folder is nobody's work who uploads it. Reads files: before the transaction. */
  private async cameWithTheInstance(draftId: string): Promise<boolean> {
    const draft = await this.drafts.byId(draftId);
    return draft?.state === 'ready' && draft.hash !== null && (await this.others.find(draft.hash)) !== null;
  }
}
