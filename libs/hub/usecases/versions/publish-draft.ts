import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Drafts } from '../../domain/drafts.js';
import { HUB } from '../../domain/versions/subjects.js';
import { AddVersion } from './add-version.js';
import { BesideTheFolder } from './beside-the-folder.js';

/** Makes a draft that passed its checks a version that everybody can find and use. */
@Injectable()
export class PublishDraft {
  constructor(
    private readonly people: People,
    private readonly drafts: Drafts,
    private readonly addVersion: AddVersion,
    private readonly unitOfWork: UnitOfWork,
    private readonly folder: BesideTheFolder,
  ) {}

  /**
   * @param published within the transaction, the first time: what stands or falls with its version
   * @returns the id of its version; again the same one, also where two ask at once
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_NOT_READY, HUB_NAME_OF_SERVER { name },
   *   HUB_FILES_REMOVED, and as AddVersion
   */
  async run(personId: string, draftId: string, published?: (versionId: string) => Promise<void>): Promise<string> {
    const isOurs = await this.cameWithTheInstance(personId, draftId);
    const work = async () => {
      if ((await this.people.hold([personId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      const draft = await this.drafts.hold(draftId);
      if (!draft || draft.makerId !== personId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
      if (draft.versionId !== null) return draft.versionId;
      if (draft.state !== 'ready') throw new Rejection('HUB_DRAFT_NOT_READY');
      const added = await this.addVersion.run(draft, await this.drafts.filesOf(draftId), !isOurs);
      if (added instanceof Rejection) return added;
      const { id, at } = added;
      await this.drafts.publishedAs(draftId, id, at);
      await published?.(id);
      return id;
    };
    const done = await this.unitOfWork.run(work, [HUB]);
    if (done instanceof Rejection) throw done;
    return done;
  }

  /** @throws Rejection HUB_NAME_OF_SERVER */
  private async cameWithTheInstance(personId: string, draftId: string): Promise<boolean> {
    const draft = await this.drafts.byId(draftId);
    if (draft?.state !== 'ready' || draft.makerId !== personId) return false;
    if (await this.folder.isCopy(draft)) return true;
    await this.folder.requireOtherName(draft);
    return false;
  }
}
