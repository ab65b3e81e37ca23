import { Body, Controller, Query, Req, Res, StreamableFile } from '@nestjs/common';
import {
  type CaseDetail,
  type CasePage,
  type CasesQuery,
  type Decide,
  type QueueStats,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { PathId, Route } from '@visionary/platform/http';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import type { CaseCursor, StoredCase } from '../../domain/cases/case.js';
import { CaseReader } from '../../use-cases/cases/case-reader.js';
import { CasesService } from '../../use-cases/cases/cases.service.js';
import { CasePresenter } from './case-presenter.js';

/** The case queue, for moderators. */
@Controller()
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly reader: CaseReader,
    private readonly presenter: CasePresenter,
    private readonly blobs: BlobStore,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** @throws Rejection INVALID for an invalid cursor */
  @Route('safetyCases')
  async page(
    @Query({ schema: ROUTES.safetyCases.query }) { cursor, ...query }: CasesQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<CasePage> {
    await this.adminDirectory.require(user, 'moderator');
    const { cases, hasMore } = await this.reader.page({ ...query, readerId: user.id, after: parseCursor(cursor) });
    const last = cases.at(-1)?.case;
    return {
      cases: await this.presenter.cases(cases),
      counts: await this.reader.counts(user.id),
      nextCursor: hasMore && last ? cursorAfter(last, query.list) : null,
    };
  }

  @Route('safetyQueueStats')
  async stats(@CurrentUser() { user }: Identity): Promise<QueueStats> {
    await this.adminDirectory.require(user, 'moderator');
    const { oldestAt, decided, medianMs } = await this.reader.stats();
    return { ...(oldestAt !== null && { oldestAt }), decided, ...(medianMs !== null && { medianMs }) };
  }

  @Route('safetyCase')
  async one(@PathId('caseId') caseId: string, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.full(caseId, user.id);
  }

  @Route('safetyCaseImage')
  async image(
    @PathId('caseId') caseId: string,
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    await this.adminDirectory.require(user, 'moderator');
    const { facts } = await this.reader.require(caseId);
    if (!facts?.image) throw new Rejection('NOT_FOUND');
    const { sha256, type } = facts.image;
    const answer = await sendImage({ sha256, isPublic: false, type }, this.blobs, request, response);
    // Rights can be revoked and decisions change, so caches must revalidate.
    response.set('Cache-Control', 'private, no-cache');
    if (answer === null) throw new Rejection('NOT_FOUND');
    return answer;
  }

  @Route('claimCase')
  async claim(@PathId('caseId') caseId: string, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.cases.claim(caseId, user.id);
    return this.full(caseId, user.id);
  }

  @Route('releaseCase')
  async release(@PathId('caseId') caseId: string, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.cases.release(caseId, user.id);
    return this.full(caseId, user.id);
  }

  @Route('decideCase')
  async decide(
    @PathId('caseId') caseId: string,
    @Body({ schema: ROUTES.decideCase.body }) { changedAt, ...decision }: Decide,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    await this.cases.decide(caseId, user.id, changedAt, decision);
    return this.full(caseId, user.id);
  }

  @Route('openPromptCase')
  async openPromptCase(@PathId('caseId') caseId: string, @CurrentUser() { user }: Identity): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.full(await this.cases.openPromptCase(caseId, user.id), user.id);
  }

  private async full(caseId: string, userId: string): Promise<CaseDetail> {
    return this.presenter.full(await this.reader.full(caseId, userId));
  }
}

const CURSOR = /^(-?\d{1,9})\.(\d{1,16})\.([0-9a-f-]{36})$/;

const parseCursor = (cursor: string | undefined): CaseCursor | null => {
  if (cursor === undefined) return null;
  const [, value, at, id] = CURSOR.exec(cursor) ?? [];
  if (id === undefined) throw new Rejection('INVALID', { field: 'cursor', reason: 'not a valid cursor' });
  return { value: Number(value), at: Number(at), id };
};

const cursorAfter = ({ id, priority, openedAt, changedAt }: StoredCase, list: CasesQuery['list']): string =>
  `${priority}.${list === 'open' ? openedAt : changedAt}.${id}`;
