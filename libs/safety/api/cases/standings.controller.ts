import { Body, Controller, Query } from '@nestjs/common';
import { ListUserStandings, type UserStanding as AccountStanding } from '@visionary/accounts';
import {
  type CaseDetail,
  type DecideAppeal,
  Id,
  type RemoveContent,
  ROUTES,
  type SanctionUser,
  type StandingsPage,
  type StandingsQuery,
  type UserStanding,
} from '@visionary/contract';
import { activeSanctions, Clock, Rejection } from '@visionary/kernel';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { CaseReader } from '../../use-cases/cases/case-reader.js';
import { CasesService } from '../../use-cases/cases/cases.service.js';
import { CasePresenter } from './case-presenter.js';

const PAGE_SIZE = 50;

/** Standings of users, decisions without a report, and appeals, for moderators. */
@Controller()
export class StandingsController {
  constructor(
    private readonly standings: ListUserStandings,
    private readonly cases: CasesService,
    private readonly reader: CaseReader,
    private readonly presenter: CasePresenter,
    private readonly adminDirectory: AdminDirectory,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection INVALID for an invalid cursor */
  @Route('listUserStandings')
  async list(
    @Query({ schema: ROUTES.listUserStandings.query }) { search, which, cursor = '' }: StandingsQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<StandingsPage> {
    await this.adminDirectory.require(user, 'moderator');
    if (cursor !== '' && !Id.safeParse(cursor).success) {
      throw new Rejection('INVALID', { field: 'cursor', reason: 'not a valid cursor' });
    }
    if (which === 'all') return { users: this.views(await this.standings.search(search, PAGE_SIZE)), nextCursor: null };
    const found = await this.standings.sanctioned(which, cursor, PAGE_SIZE + 1);
    const page = found.slice(0, PAGE_SIZE);
    return { users: this.views(page), nextCursor: found.length > PAGE_SIZE ? (page.at(-1)?.user.id ?? null) : null };
  }

  @Route('sanctionUser')
  async sanction(
    @PathId('userId') userId: string,
    @Body({ schema: ROUTES.sanctionUser.body }) decision: SanctionUser,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.full(await this.cases.sanction(userId, user.id, decision), user.id);
  }

  @Route('removeContent')
  async remove(
    @Body({ schema: ROUTES.removeContent.body }) { subject, ...decision }: RemoveContent,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.full(await this.cases.removeDirectly(subject, user.id, decision), user.id);
  }

  @Route('decideAppeal')
  async decideAppeal(
    @PathId('appealId') appealId: string,
    @Body({ schema: ROUTES.decideAppeal.body }) { outcome, answer }: DecideAppeal,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.full(await this.cases.decideAppeal(appealId, user.id, outcome, answer), user.id);
  }

  private async full(caseId: string, userId: string): Promise<CaseDetail> {
    return this.presenter.full(await this.reader.full(caseId, userId));
  }

  private views(users: readonly AccountStanding[]): UserStanding[] {
    const now = this.clock.now();
    return users.map(({ user, role, since, ...sanctions }) => ({
      user,
      role,
      since,
      standing: activeSanctions(sanctions, now),
    }));
  }
}
