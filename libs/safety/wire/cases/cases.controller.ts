import { Body, Controller, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  type CaseDetail,
  type CaseFigures,
  type CasePage,
  type CasesQuery,
  type Decide,
  Id,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CasePictures } from './case-pictures.js';
import { CaseDesk } from './case-desk.js';
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
    private readonly desk: CaseDesk,
    private readonly pictures: CasePictures,
    private readonly admins: Admins,
  ) {}

  @Route('safetyCases')
  async cases(
    @Query({ schema: ROUTES.safetyCases.query }) query: CasesQuery,
    @SignedIn() { person }: Identity,
  ): Promise<CasePage> {
    await this.admins.require(person, 'moderator');
    return this.queue.page(query, person.id);
  }

  @Route('safetyFigures')
  async figures(@SignedIn() { person }: Identity): Promise<CaseFigures> {
    await this.admins.require(person, 'moderator');
    return this.queue.figures();
  }

  @Route('safetyCase')
  async one(@Param({ schema: OneCase }) { caseId }: OneCase, @SignedIn() { person }: Identity): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    return this.details.of(caseId, person.id);
  }

  @Route('safetyCasePicture')
  async picture(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @SignedIn() { person }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    await this.admins.require(person, 'moderator');
    const answer = await this.pictures.answer(caseId, request, response);
    if (answer === null) throw new Rejection('NOT_FOUND');
    return answer;
  }

  @Route('claimCase')
  async claim(@Param({ schema: OneCase }) { caseId }: OneCase, @SignedIn() { person }: Identity): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    await this.desk.claim(caseId, person.id);
    return this.details.of(caseId, person.id);
  }

  @Route('releaseCase')
  async release(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @SignedIn() { person }: Identity,
  ): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    await this.desk.release(caseId, person.id);
    return this.details.of(caseId, person.id);
  }

  @Route('decideCase')
  async decide(
    @Param({ schema: OneCase }) { caseId }: OneCase,
    @Body({ schema: ROUTES.decideCase.body }) { changedAt, ...wanted }: Decide,
    @SignedIn() { person }: Identity,
  ): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    await this.desk.decide(caseId, person.id, changedAt, wanted);
    return this.details.of(caseId, person.id);
  }
}
