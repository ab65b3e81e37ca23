import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import { ChangeTerm, Id, LIMITS, NewTerm, type TermPage, TermsQuery, type TermView } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import type { TermFields } from '../../domain/words/listed-term.js';
import { ChangeTerms } from '../../usecases/words/change-terms.js';
import { ListTerms } from '../../usecases/words/list-terms.js';
import { Caretakers } from '../caretakers.js';
import { TermViews } from './term-views.js';

const One = z.strictObject({ termId: Id });
type One = z.infer<typeof One>;

/** The lists: moderators read them, admins change them. */
@Controller()
export class TermsController {
  constructor(
    private readonly caretakers: Caretakers,
    private readonly list: ListTerms,
    private readonly change: ChangeTerms,
    private readonly views: TermViews,
  ) {}

  @Route('terms')
  @Header('Cache-Control', 'no-store')
  async page(
    @Query({ schema: TermsQuery }) { page, ...query }: TermsQuery,
    @SignedIn() me: Identity,
  ): Promise<TermPage> {
    await this.caretakers.require(me, 'moderator');
    const { terms, ...counts } = await this.list.page(query, page, LIMITS.termsPerPage);
    return { terms: await this.views.many(terms), ...counts, perPage: LIMITS.termsPerPage };
  }

  /** @throws Rejection SAFETY_TERM_LISTED, SAFETY_TOO_MANY_TERMS */
  @Route('newTerm')
  async add(@Body({ schema: NewTerm }) fields: NewTerm, @SignedIn() me: Identity): Promise<TermView> {
    await this.caretakers.require(me, 'admin');
    return this.views.one(await this.change.add(me.person.id, fields));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_LISTED */
  @Route('changeTerm')
  async edit(
    @Param({ schema: One }) { termId }: One,
    @Body({ schema: ChangeTerm }) changes: ChangeTerm,
    @SignedIn() me: Identity,
  ): Promise<TermView> {
    await this.caretakers.require(me, 'admin');
    return this.views.one(await this.change.edit(me.person.id, termId, said(changes)));
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  @Route('removeTerm')
  async remove(@Param({ schema: One }) { termId }: One, @SignedIn() me: Identity): Promise<void> {
    await this.caretakers.require(me, 'admin');
    await this.change.remove(me.person.id, termId);
  }
}

/** What is not said stays as it is. */
const said = (changes: ChangeTerm): Partial<TermFields> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
