import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Drafts } from '../../domain/drafts.js';
import { HUB_CACHE_TAG } from '../../domain/versions/cache-tags.js';
import { AddVersion } from './add-version.js';
import { LocalModelConflicts } from './local-model-conflicts.js';

/** Makes a draft that passed its checks a version that everybody can find and use. */
@Injectable()
export class PublishDraft {
  constructor(
    private readonly users: Users,
    private readonly drafts: Drafts,
    private readonly addVersion: AddVersion,
    private readonly unitOfWork: UnitOfWork,
    private readonly folder: LocalModelConflicts,
  ) {}

  /**
   * @param published within the transaction, the first time: what stands or falls with its version
   * @returns the id of its version; again the same one, also where two ask at once
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_NOT_READY, HUB_NAME_RESERVED { name },
   *   HUB_MATCHES_REMOVED_CONTENT, and as AddVersion
   */
  async run(userId: string, draftId: string, published?: (versionId: string) => Promise<void>): Promise<string> {
    const isOurs = await this.cameWithTheInstance(userId, draftId);
    const work = async () => {
      if ((await this.users.hold([userId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      const draft = await this.drafts.hold(draftId);
      if (!draft || draft.creatorId !== userId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
      if (draft.versionId !== null) return draft.versionId;
      if (draft.state !== 'ready') throw new Rejection('HUB_DRAFT_NOT_READY');
      const added = await this.addVersion.run(draft, await this.drafts.filesOf(draftId), !isOurs);
      if (added instanceof Rejection) return added;
      const { id, at } = added;
      await this.drafts.publishedAs(draftId, id, at);
      await published?.(id);
      return id;
    };
    const done = await this.unitOfWork.run(work, [HUB_CACHE_TAG]);
    if (done instanceof Rejection) throw done;
    return done;
  }

  /** @throws Rejection HUB_NAME_RESERVED */
  private async cameWithTheInstance(userId: string, draftId: string): Promise<boolean> {
    const draft = await this.drafts.byId(draftId);
    if (draft?.state !== 'ready' || draft.creatorId !== userId) return false;
    if (await this.folder.isCopy(draft)) return true;
    await this.folder.requireOtherName(draft);
    return false;
  }
}
