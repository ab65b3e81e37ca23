import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import {
  DraftForm,
  DraftList,
  type DraftView,
  LIMITS,
  NewDraft,
  PublishedDraftFile,
  RecognizedDraftFiles,
  type RecognizedFile,
  RecognizeHubFileQuery,
  RejectedFile,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AddPublishedFile } from '../../use-cases/drafts/add-published-file.js';
import { DraftsService } from '../../use-cases/drafts/drafts.service.js';
import { Inspection } from '../../storage/drafts/inspection.js';
import { DraftViews } from './draft-views.js';

const HEADER_OPTIONS = { limitBytes: LIMITS.weightsHeaderBytes, unreadableCode: 'MODEL_WEIGHTS_INVALID' } as const;

@Controller()
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly publishedFile: AddPublishedFile,
    private readonly views: DraftViews,
    private readonly inspection: Inspection,
  ) {}

  @Route('hubDrafts')
  async list(@CurrentUser() { user }: Identity): Promise<z.infer<typeof DraftList>> {
    const { drafts, quota } = await this.drafts.list(user.id);
    return { drafts: await this.views.all(drafts), quota };
  }

  @Route('createHubDraft')
  async create(@Body({ schema: NewDraft }) body: z.infer<typeof NewDraft>, @CurrentUser() { user }: Identity) {
    const { id } = await this.drafts.create(user.id, body);
    return this.view(id);
  }

  @Route('hubDraft')
  async get(@PathId('draftId') draftId: string, @CurrentUser() { user }: Identity): Promise<DraftView> {
    await this.drafts.requireOwn(user.id, draftId);
    return this.view(draftId);
  }

  @Route('updateHubDraft')
  async update(
    @PathId('draftId') draftId: string,
    @Body({ schema: DraftForm }) form: DraftForm,
    @CurrentUser() { user }: Identity,
  ): Promise<DraftView> {
    await this.drafts.setForm(user.id, draftId, form);
    return this.view(draftId);
  }

  @Route('deleteHubDraft')
  async remove(@PathId('draftId') draftId: string, @CurrentUser() { user }: Identity): Promise<void> {
    await this.drafts.remove(user.id, draftId);
  }

  @Route('addPublishedHubDraftFile')
  async addPublishedFile(
    @PathId('draftId') draftId: string,
    @Body({ schema: PublishedDraftFile }) { versionId }: z.infer<typeof PublishedDraftFile>,
    @CurrentUser() { user }: Identity,
  ): Promise<DraftView> {
    await this.publishedFile.run(user.id, draftId, versionId);
    return this.view(draftId);
  }

  @Route('deleteHubDraftFile')
  async removeFile(
    @PathId('draftId') draftId: string,
    @PathId('fileId') fileId: string,
    @CurrentUser() { user }: Identity,
  ): Promise<void> {
    await this.drafts.removeFile(user.id, draftId, fileId);
  }

  @Route('recordRejectedHubDraftFile')
  async recordRejectedFile(
    @PathId('draftId') draftId: string,
    @Body({ schema: RejectedFile }) { path, rejection }: RejectedFile,
    @CurrentUser() { user }: Identity,
  ): Promise<void> {
    const { code, detail } = rejection;
    await this.drafts.recordRejectedFile(user.id, draftId, { path, rejection: { code, ...(detail && { detail }) } });
  }

  @Route('setRecognizedHubDraftFiles')
  async setRecognizedFiles(
    @PathId('draftId') draftId: string,
    @Body({ schema: RecognizedDraftFiles }) { files }: z.infer<typeof RecognizedDraftFiles>,
    @CurrentUser() { user }: Identity,
  ): Promise<void> {
    await this.drafts.setRecognizedFiles(user.id, draftId, files);
  }

  /** @throws Rejection with the reason why the file can't be used */
  @Route('recognizeHubFile')
  async recognize(
    @Query({ schema: RecognizeHubFileQuery }) { name, bytes }: z.infer<typeof RecognizeHubFileQuery>,
    // Only for users, whose requests are limited.
    @CurrentUser() _me: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RecognizedFile> {
    const nameRejection = this.inspection.checkName(name);
    if (nameRejection) throw new Rejection(nameRejection.code, nameRejection.detail);
    const start = await rawBody(request, response, HEADER_OPTIONS);
    return this.inspection.recognize({ name, bytes, start });
  }

  @Route('checkHubDraft')
  async check(@PathId('draftId') draftId: string, @CurrentUser() { user }: Identity): Promise<DraftView> {
    await this.drafts.requestCheck(user.id, draftId);
    return this.view(draftId);
  }

  private async view(draftId: string): Promise<DraftView> {
    const view = await this.views.byId(draftId);
    if (!view) throw new Rejection('HUB_DRAFT_NOT_FOUND');
    return view;
  }
}
