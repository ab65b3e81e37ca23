import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm, type CheckedFields } from '@visionary/safety';
import { type Draft, type DraftForm } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { HashLookup, ReservedNames } from '../../domain/registries.js';
import { Versions } from '../../storage/versions.js';
import { HUB_CACHE_TAG } from '../../domain/versions/cache-tags.js';
import { DraftsService } from '../drafts/drafts.service.js';
import { AddVersion } from './add-version.js';
import { isSameName, nameKeysOf } from './name-keys.js';

const CHECKED_FIELDS = {
  names: ['name', 'files'],
  titles: ['description', 'licenseText', 'tags', 'label', 'notes', 'baseModelName'],
  prompts: ['triggerWords'],
} as const;

/** Publishes a draft that passed its check, after a check of its texts. */
@Injectable()
export class PublishCheckedDraft {
  constructor(
    private readonly users: Users,
    private readonly drafts: Drafts,
    private readonly draftsService: DraftsService,
    private readonly versions: Versions,
    private readonly addVersion: AddVersion,
    private readonly checkForm: CheckForm,
    private readonly hashes: HashLookup,
    private readonly reservedNames: ReservedNames,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Idempotent: a published draft returns its version.
   * @returns the id of the version
   * @throws Rejection SAFETY_BLOCKED_TERMS, HUB_DRAFT_NOT_FOUND, HUB_DRAFT_NOT_READY, HUB_NAME_RESERVED { name },
   *   HUB_MATCHES_REMOVED_CONTENT, UNAUTHENTICATED for a deleted user, and as AddVersion
   */
  async run(userId: string, draftId: string): Promise<string> {
    const draft = await this.drafts.byId(draftId);
    if (!draft || draft.creatorId !== userId || draft.versionId !== null) return this.publish(userId, draftId);
    const checked = await this.checkTexts(draft);
    return this.publish(userId, draftId, async (versionId) => {
      const version = await this.versions.byId(versionId);
      if (version) await checked.flag({ kind: 'model', id: version.modelId });
    });
  }

  /** @param onPublish runs in the transaction */
  private async publish(
    userId: string,
    draftId: string,
    onPublish?: (versionId: string) => Promise<void>,
  ): Promise<string> {
    const isLocalCopy = await this.checkLocalModels(userId, draftId);
    const work = async () => {
      if ((await this.users.hold([userId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      const draft = await this.drafts.lock(draftId);
      if (!draft || draft.creatorId !== userId) throw new Rejection('HUB_DRAFT_NOT_FOUND');
      if (draft.versionId !== null) return draft.versionId;
      if (draft.state !== 'ready') throw new Rejection('HUB_DRAFT_NOT_READY');
      const added = await this.addVersion.run(draft, await this.drafts.filesOf(draftId), !isLocalCopy);
      // Returned, not thrown: the transaction commits the record of the match.
      if (added instanceof Rejection) return added;
      const { id, at } = added;
      await this.drafts.markPublished(draftId, id, at);
      await onPublish?.(id);
      return id;
    };
    const result = await this.unitOfWork.run(work, [HUB_CACHE_TAG]);
    if (result instanceof Rejection) throw result;
    return result;
  }

  /**
   * Reads files of local models, so it runs before the transaction. A copy of a local model may have its name.
   * @returns whether the draft is a copy of a local model
   * @throws Rejection HUB_NAME_RESERVED
   */
  private async checkLocalModels(userId: string, draftId: string): Promise<boolean> {
    const draft = await this.drafts.byId(draftId);
    if (draft?.state !== 'ready' || draft.creatorId !== userId) return false;
    if (draft.hash !== null && (await this.hashes.find(draft.hash)) !== null) return true;
    const name = draft.form.name ?? draft.suggestedForm.name;
    if (draft.modelId !== null || name === undefined) return false;
    const keys = nameKeysOf(name);
    const reserved = (await this.reservedNames.all()).find((other) => isSameName(keys, nameKeysOf(other)));
    if (reserved !== undefined) throw new Rejection('HUB_NAME_RESERVED', { name: reserved });
    return false;
  }

  private async checkTexts(draft: Draft): Promise<CheckedFields<DraftForm>> {
    // Names of extracted files were not checked before.
    const files = (await this.drafts.filesOf(draft.id)).map(({ path }) => path);
    const fields = { ...draft.suggestedForm, ...draft.form, files };
    const checked = await this.checkForm.run<typeof fields>(CHECKED_FIELDS, fields);
    const replaced = Object.entries(checked.fields).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(fields[field as keyof typeof fields]),
    );
    if (replaced.length > 0) {
      const form = { ...draft.form, ...Object.fromEntries(replaced) };
      await this.draftsService.setForm(draft.creatorId, draft.id, form);
    }
    return checked;
  }
}
