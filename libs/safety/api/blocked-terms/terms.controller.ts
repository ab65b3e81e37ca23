import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import {
  UpdateBlockedTerm,
  Id,
  LIMITS,
  CreateBlockedTerm,
  type TermPage,
  TermsQuery,
  type BlockedTermView,
} from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { TermFields } from '../../domain/blocked-terms/blocked-term.js';
import { ChangeTerms } from '../../use-cases/blocked-terms/change-terms.js';
import { ListTerms } from '../../use-cases/blocked-terms/list-terms.js';
import { StaffRights } from '../caretakers.js';
import { TermViews } from './term-views.js';

const One = z.strictObject({ termId: Id });
type One = z.infer<typeof One>;

/** The lists: moderators read them, admins change them. */
@Controller()
export class TermsController {
  constructor(
    private readonly staffRights: StaffRights,
    private readonly list: ListTerms,
    private readonly change: ChangeTerms,
    private readonly views: TermViews,
  ) {}

  @Route('blockedTerms')
  @Header('Cache-Control', 'no-store')
  async page(
    @Query({ schema: TermsQuery }) { page, ...query }: TermsQuery,
    @CurrentUser() me: Identity,
  ): Promise<TermPage> {
    await this.staffRights.require(me, 'moderator');
    const { terms, ...counts } = await this.list.page(query, page, LIMITS.termsPerPage);
    return { terms: await this.views.many(terms), ...counts, perPage: LIMITS.termsPerPage };
  }

  /** @throws Rejection SAFETY_TERM_EXISTS, SAFETY_TOO_MANY_TERMS */
  @Route('addBlockedTerm')
  async add(
    @Body({ schema: CreateBlockedTerm }) fields: CreateBlockedTerm,
    @CurrentUser() me: Identity,
  ): Promise<BlockedTermView> {
    await this.staffRights.require(me, 'admin');
    return this.views.one(await this.change.add(me.user.id, fields));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_EXISTS */
  @Route('updateBlockedTerm')
  async edit(
    @Param({ schema: One }) { termId }: One,
    @Body({ schema: UpdateBlockedTerm }) changes: UpdateBlockedTerm,
    @CurrentUser() me: Identity,
  ): Promise<BlockedTermView> {
    await this.staffRights.require(me, 'admin');
    return this.views.one(await this.change.edit(me.user.id, termId, said(changes)));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  @Route('deleteBlockedTerm')
  async remove(@Param({ schema: One }) { termId }: One, @CurrentUser() me: Identity): Promise<void> {
    await this.staffRights.require(me, 'admin');
    await this.change.remove(me.user.id, termId);
  }
}

/** What is not said stays as it is. */
const said = (changes: UpdateBlockedTerm): Partial<TermFields> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
