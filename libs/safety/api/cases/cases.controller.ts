import { Body, Controller, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  type CaseDetail,
  type QueueStats,
  type CasePage,
  type CasesQuery,
  type Decide,
  Id,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CaseImages } from './case-images.js';
import { CaseActions } from './case-actions.js';
import { CaseDetails } from './case-details.js';
import { CaseQueue } from './case-queue.js';

const OneCase = z.strictObject({ caseId: Id });
type OneCase = z.infer<typeof OneCase>;

/** The queue of those who moderate. */
@Controller()
export class CasesController {
  constructor(
    private readonly queue: CaseQueue,
    private readonly details: CaseDetails,
    private readonly desk: CaseActions,
    private readonly images: CaseImages,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('safetyCases')
  async cases(
    @Query({ schema: ROUTES.safetyCases.query }) query: CasesQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<CasePage> {
    await this.adminDirectory.require(user, 'moderator');
    return this.queue.page(query, user.id);
  }

  @Route('safetyQueueStats')
  async figures(@CurrentUser() { user }: Identity): Promise<QueueStats> {
    await this.adminDirectory.require(user, 'moderator');
    return this.queue.figures();
  }

  @Route('safetyCase')
  async one(@Param({ schema: OneCase }) { caseId }: OneCase, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.details.of(caseId, user.id);
  }

  @Route('safetyCaseImage')
  async image(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    await this.adminDirectory.require(user, 'moderator');
    const answer = await this.images.answer(caseId, request, response);
    if (answer === null) throw new Rejection('NOT_FOUND');
    return answer;
  }

  @Route('claimCase')
  async claim(@Param({ schema: OneCase }) { caseId }: OneCase, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.desk.claim(caseId, user.id);
    return this.details.of(caseId, user.id);
  }

  @Route('releaseCase')
  async release(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.desk.release(caseId, user.id);
    return this.details.of(caseId, user.id);
  }

  @Route('decideCase')
  async decide(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @Body({ schema: ROUTES.decideCase.body }) { changedAt, ...wanted }: Decide,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.desk.decide(caseId, user.id, changedAt, wanted);
    return this.details.of(caseId, user.id);
  }
}
