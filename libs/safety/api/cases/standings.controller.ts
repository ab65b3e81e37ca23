import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type CaseDetail,
  type DecideAppeal,
  Id,
  ROUTES,
  type SanctionUser,
  type StandingsPage,
  type StandingsQuery,
} from '@visionary/contract';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { CaseActions } from './case-actions.js';
import { CaseDetails } from './case-details.js';
import { UserStandings } from './user-standings.js';

const OneUser = z.strictObject({ userId: Id });
const OneAppeal = z.strictObject({ appealId: Id });

/** Users as those who moderate see them, and what they appeal against. */
@Controller()
export class StandingsController {
  constructor(
    private readonly standings: UserStandings,
    private readonly desk: CaseActions,
    private readonly details: CaseDetails,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('listUserStandings')
  async list(
    @Query({ schema: ROUTES.listUserStandings.query }) query: StandingsQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<StandingsPage> {
    await this.adminDirectory.require(user, 'moderator');
    return this.standings.page(query);
  }

  @Route('sanctionUser')
  async sanction(
    @Param({ schema: OneUser }) { userId }: z.infer<typeof OneUser>,
    @Body({ schema: ROUTES.sanctionUser.body }) wanted: SanctionUser,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.details.of(await this.desk.sanction(userId, user.id, wanted), user.id);
  }

  @Route('decideAppeal')
  async decide(
    @Param({ schema: OneAppeal }) { appealId }: z.infer<typeof OneAppeal>,
    @Body({ schema: ROUTES.decideAppeal.body }) { outcome, answer }: DecideAppeal,
    @CurrentUser() { user }: Identity,
  ): Promise<CaseDetail> {
    await this.adminDirectory.require(user, 'moderator');
    return this.details.of(await this.desk.decideAppeal(appealId, user.id, outcome, answer), user.id);
  }
}
