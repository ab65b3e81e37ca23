import { Body, Controller, Param } from '@nestjs/common';
import { DraftForm, DraftList, type DraftView, Id, NewDraft as NewBody, TurnedAway } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeDraft } from '../../usecases/drafts/change-draft.js';
import { NoteTurnedAway } from '../../usecases/drafts/note-turned-away.js';
import { ListDrafts } from '../../usecases/drafts/list-drafts.js';
import { NewDraft } from '../../usecases/drafts/new-draft.js';
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
    private readonly noteTurnedAway: NoteTurnedAway,
  ) {}

  @Route('hubDrafts')
  async mine(@SignedIn() { person }: Identity): Promise<z.infer<typeof DraftList>> {
    const { drafts, quota } = await this.list.run(person.id);
    return { drafts: await this.views.all(drafts), quota };
  }

  @Route('newHubDraft')
  async begin(@Body({ schema: NewBody }) body: z.infer<typeof NewBody>, @SignedIn() { person }: Identity) {
    const { id } = await this.newDraft.run(person.id, body);
    return this.view(id);
  }

  @Route('hubDraft')
  async one(@Param({ schema: One }) { draftId }: One, @SignedIn() { person }: Identity): Promise<DraftView> {
    await this.list.requireOwn(person.id, draftId);
    return this.view(draftId);
  }

  @Route('changeHubDraft')
  async fillIn(
    @Param({ schema: One }) { draftId }: One,
    @Body({ schema: DraftForm }) form: DraftForm,
    @SignedIn() { person }: Identity,
  ): Promise<DraftView> {
    await this.changeDraft.fillIn(person.id, draftId, form);
    return this.view(draftId);
  }

  @Route('removeHubDraft')
  async remove(@Param({ schema: One }) { draftId }: One, @SignedIn() { person }: Identity): Promise<void> {
    await this.changeDraft.remove(person.id, draftId);
  }

  @Route('removeHubDraftFile')
  async removeFile(
    @Param({ schema: OneFile }) { draftId, fileId }: z.infer<typeof OneFile>,
    @SignedIn() { person }: Identity,
  ): Promise<void> {
    await this.changeDraft.removeFile(person.id, draftId, fileId);
  }

  @Route('turnAwayHubDraftFile')
  async turnAway(
    @Param({ schema: One }) { draftId }: One,
    @Body({ schema: TurnedAway }) { path, refusal }: TurnedAway,
    @SignedIn() { person }: Identity,
  ): Promise<void> {
    const { code, detail } = refusal;
    await this.noteTurnedAway.run(person.id, draftId, { path, refusal: { code, ...(detail && { detail }) } });
  }

  @Route('checkHubDraft')
  async check(@Param({ schema: One }) { draftId }: One, @SignedIn() { person }: Identity): Promise<DraftView> {
    await this.changeDraft.ask(person.id, draftId);
    return this.view(draftId);
  }

  private async view(draftId: string): Promise<DraftView> {
    const view = await this.views.byId(draftId);
    if (!view) throw new Rejection('HUB_DRAFT_NOT_FOUND');
    return view;
  }
}
