import { Body, Controller, Header, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import {
  type BlockedTermView,
  CreateBlockedTerm,
  FilterTest,
  type FilterTestResult,
  LIMITS,
  SwitchTermTopic,
  type TermImportResult,
  type TermPage,
  TermsQuery,
  TermTopic,
  type TermTopics,
  UpdateBlockedTerm,
} from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import type { BlockedTerm, TermFields } from '../../domain/blocked-terms/blocked-term.js';
import type { PositionedTerm } from '../../domain/blocked-terms/term-list.js';
import { parseTermsFile, termsFile } from '../../use-cases/blocked-terms/terms-file.js';
import { TermsService } from '../../use-cases/blocked-terms/terms.service.js';

const FILE_OPTIONS = { limitBytes: LIMITS.termsFileBytes, unreadableCode: 'SAFETY_TERMS_FILE_INVALID' } as const;
const CHUNK_LENGTH = 32_768;

/** The lists of blocked terms: moderators read and test them, admins change them. */
@Controller()
export class TermsController {
  constructor(
    private readonly terms: TermsService,
    private readonly users: Users,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('blockedTerms')
  async page(@Query({ schema: TermsQuery }) query: TermsQuery, @CurrentUser() { user }: Identity): Promise<TermPage> {
    await this.adminDirectory.require(user, 'moderator');
    const { terms, ...counts } = await this.terms.page(query, LIMITS.termsPerPage);
    return { terms: await this.views(terms), ...counts, perPage: LIMITS.termsPerPage };
  }

  /** @throws Rejection SAFETY_TERM_EXISTS, SAFETY_TOO_MANY_TERMS */
  @Route('addBlockedTerm')
  async add(
    @Body({ schema: CreateBlockedTerm }) fields: CreateBlockedTerm,
    @CurrentUser() { user }: Identity,
  ): Promise<BlockedTermView> {
    await this.adminDirectory.require(user);
    return this.view(await this.terms.add(user.id, fields));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_EXISTS */
  @Route('updateBlockedTerm')
  async edit(
    @PathId('termId') termId: string,
    @Body({ schema: UpdateBlockedTerm }) changes: UpdateBlockedTerm,
    @CurrentUser() { user }: Identity,
  ): Promise<BlockedTermView> {
    await this.adminDirectory.require(user);
    return this.view(await this.terms.edit(user.id, termId, withoutUndefined(changes)));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  @Route('deleteBlockedTerm')
  async remove(@PathId('termId') termId: string, @CurrentUser() { user }: Identity): Promise<void> {
    await this.adminDirectory.require(user);
    await this.terms.remove(user.id, termId);
  }

  @Route('exportTerms')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="visionary-terms.csv"')
  async export(@CurrentUser() { user }: Identity): Promise<StreamableFile> {
    await this.adminDirectory.require(user, 'moderator');
    return new StreamableFile(Readable.from(chunks(await this.terms.all())));
  }

  /** @throws Rejection TOO_LARGE, SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS */
  @Route('importTerms')
  async import(
    @CurrentUser() { user }: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TermImportResult> {
    await this.adminDirectory.require(user);
    return this.terms.import(user.id, parseTermsFile(await rawBody(request, response, FILE_OPTIONS)));
  }

  @Route('termTopics')
  async topics(@CurrentUser() { user }: Identity): Promise<TermTopics> {
    await this.adminDirectory.require(user, 'moderator');
    return { topics: await this.terms.topics() };
  }

  @Route('switchTermTopic')
  async switchTopic(
    @Param('topic', { schema: TermTopic }) topic: TermTopic,
    @Body({ schema: SwitchTermTopic }) { isOn }: SwitchTermTopic,
    @CurrentUser() { user }: Identity,
  ): Promise<TermTopics> {
    await this.adminDirectory.require(user);
    await this.terms.switchTopic(user.id, topic, isOn);
    return { topics: await this.terms.topics() };
  }

  /** Answers "Why was this rejected?". */
  @Route('testFilter')
  async test(
    @Body({ schema: FilterTest }) { text }: FilterTest,
    @CurrentUser() { user }: Identity,
  ): Promise<FilterTestResult> {
    await this.adminDirectory.require(user, 'moderator');
    const matches = await this.terms.test(text);
    const views = await this.views(matches.map(({ term }) => term));
    return { hits: matches.map((match, index) => ({ ...match, term: views[index]! })) };
  }

  private async views(terms: readonly PositionedTerm[]): Promise<BlockedTermView[]> {
    const users = await this.users.byIds(terms.flatMap(({ byId }) => (byId === null ? [] : [byId])));
    return terms.map(({ byId, scopes, ...term }) => ({
      ...term,
      scopes: [...scopes],
      by: byId === null ? null : (users.get(byId) ?? { id: byId, name: '' }),
    }));
  }

  private async view(term: BlockedTerm): Promise<BlockedTermView> {
    const positioned = this.terms.positioned([term.id]).get(term.id) ?? { ...term, position: 1 };
    return (await this.views([positioned]))[0]!;
  }
}

function* chunks(terms: Iterable<TermFields>): Generator<Buffer> {
  let chunk = '';
  for (const line of termsFile(terms)) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(chunk);
}

const withoutUndefined = (changes: UpdateBlockedTerm): Partial<TermFields> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
