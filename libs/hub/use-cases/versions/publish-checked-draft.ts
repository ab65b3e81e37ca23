import { Injectable } from '@nestjs/common';
import { CheckForm, type CheckedFields } from '@visionary/safety';
import { type Draft, type DraftForm, Drafts } from '../../domain/drafts.js';
import { Versions } from '../../domain/version.js';
import { CHECKED_MODEL_FIELDS } from '../../domain/versions/checked-fields.js';
import { ChangeDraft } from '../drafts/change-draft.js';
import { PublishDraft } from './publish-draft.js';

const WORDS_TO_PUBLISH = { ...CHECKED_MODEL_FIELDS, names: [...CHECKED_MODEL_FIELDS.names, 'files'] } as const;

/** Publishes a draft whose words may be read by everybody, also those that its files propose. */
@Injectable()
export class PublishCheckedDraft {
  constructor(
    private readonly fields: CheckForm,
    private readonly drafts: Drafts,
    private readonly change: ChangeDraft,
    private readonly publish: PublishDraft,
    private readonly versions: Versions,
  ) {}

  /** @returns the id of its version. @throws Rejection SAFETY_BLOCKED_TERMS, and as PublishDraft */
  async run(userId: string, draftId: string): Promise<string> {
    const draft = await this.drafts.byId(draftId);
    if (!draft || draft.creatorId !== userId || draft.versionId !== null) return this.publish.run(userId, draftId);
    const checked = await this.checked(draft);
    return this.publish.run(userId, draftId, async (versionId) => {
      const version = await this.versions.byId(versionId);
      if (version) await checked.flag({ kind: 'model', id: version.modelId });
    });
  }

  private async checked(draft: Draft): Promise<CheckedFields<DraftForm>> {
    // What an archive held was never named before.
    const files = (await this.drafts.filesOf(draft.id)).map(({ path }) => path);
    const whole = { ...draft.proposed, ...draft.form, files };
    const checked = await this.fields.run<typeof whole>(WORDS_TO_PUBLISH, whole);
    const starred = Object.entries(checked.fields).filter(
      ([field, said]) => JSON.stringify(said) !== JSON.stringify(whole[field as keyof typeof whole]),
    );
    if (starred.length > 0) {
      await this.change.fillIn(draft.creatorId, draft.id, { ...draft.form, ...Object.fromEntries(starred) });
    }
    return checked;
  }
}
