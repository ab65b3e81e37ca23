import { Body, Controller, Param } from '@nestjs/common';
import { DraftForm, DraftList, type DraftView, Id, NewDraft as NewBody, RejectedFile } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeDraft } from '../../use-cases/drafts/change-draft.js';
import { RecordRejectedFile } from '../../use-cases/drafts/record-rejected-file.js';
import { ListDrafts } from '../../use-cases/drafts/list-drafts.js';
import { NewDraft } from '../../use-cases/drafts/new-draft.js';
import { DraftViews } from './draft-views.js';

const One = z.strictObject({ draftId: Id });
type One = z.infer<typeof One>;
const OneFile = z.strictObject({ draftId: Id, fileId: Id });

/** What somebody is about to share. */
@Controller()
export class DraftsController {
  constructor(
    private readonly list: ListDrafts,
    private readonly newDraft: NewDraft,
    private readonly changeDraft: ChangeDraft,
    private readonly views: DraftViews,
    private readonly recordRejectedFile: RecordRejectedFile,
  ) {}

  @Route('hubDrafts')
  async mine(@CurrentUser() { user }: Identity): Promise<z.infer<typeof DraftList>> {
    const { drafts, quota } = await this.list.run(user.id);
    return { drafts: await this.views.all(drafts), quota };
  }

  @Route('createHubDraft')
  async begin(@Body({ schema: NewBody }) body: z.infer<typeof NewBody>, @CurrentUser() { user }: Identity) {
    const { id } = await this.newDraft.run(user.id, body);
    return this.view(id);
  }

  @Route('hubDraft')
  async one(@Param({ schema: One }) { draftId }: One, @CurrentUser() { user }: Identity): Promise<DraftView> {
    await this.list.requireOwn(user.id, draftId);
    return this.view(draftId);
  }

  @Route('updateHubDraft')
  async fillIn(
    @Param({ schema: One }) { draftId }: One,
    @Body({ schema: DraftForm }) form: DraftForm,
    @CurrentUser() { user }: Identity,
  ): Promise<DraftView> {
    await this.changeDraft.fillIn(user.id, draftId, form);
    return this.view(draftId);
  }

  @Route('deleteHubDraft')
  async remove(@Param({ schema: One }) { draftId }: One, @CurrentUser() { user }: Identity): Promise<void> {
    await this.changeDraft.remove(user.id, draftId);
  }

  @Route('deleteHubDraftFile')
  async removeFile(
    @Param({ schema: OneFile }) { draftId, fileId }: z.infer<typeof OneFile>,
    @CurrentUser() { user }: Identity,
  ): Promise<void> {
    await this.changeDraft.removeFile(user.id, draftId, fileId);
  }

  @Route('recordRejectedHubDraftFile')
  async turnAway(
    @Param({ schema: One }) { draftId }: One,
    @Body({ schema: RejectedFile }) { path, rejection }: RejectedFile,
    @CurrentUser() { user }: Identity,
  ): Promise<void> {
    const { code, detail } = rejection;
    await this.recordRejectedFile.run(user.id, draftId, { path, refusal: { code, ...(detail && { detail }) } });
  }

  @Route('checkHubDraft')
  async check(@Param({ schema: One }) { draftId }: One, @CurrentUser() { user }: Identity): Promise<DraftView> {
    await this.changeDraft.ask(user.id, draftId);
    return this.view(draftId);
  }

  private async view(draftId: string): Promise<DraftView> {
    const view = await this.views.byId(draftId);
    if (!view) throw new Rejection('HUB_DRAFT_NOT_FOUND');
    return view;
  }
}
