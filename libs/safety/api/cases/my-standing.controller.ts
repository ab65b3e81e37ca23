import { Body, Controller } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import { type Appeal, type MyStanding, ROUTES } from '@visionary/contract';
import { activeSanctions, Clock } from '@visionary/kernel';
import { CurrentUser, type Identity } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { z } from 'zod';
import { AppealsService } from '../../use-cases/cases/appeals.service.js';
import { toMyDecisionView } from './decision-views.js';

/** The standing of the signed-in user, also of a banned one. */
@Controller()
export class MyStandingController {
  constructor(
    private readonly appeals: AppealsService,
    private readonly standings: ListUserStandings,
    private readonly clock: Clock,
  ) {}

  @Route('myStanding')
  async read(@CurrentUser() { user }: Identity): Promise<MyStanding> {
    const decisions = await this.appeals.decisionsAbout(user.id);
    const { mutedUntil = null, bannedUntil = null } = (await this.standings.of([user.id])).get(user.id) ?? {};
    return {
      standing: activeSanctions({ mutedUntil, bannedUntil }, this.clock.now()),
      decisions: decisions.map((one) => toMyDecisionView(one, user)),
    };
  }

  @Route('appeal')
  async appeal(
    @PathId('decisionId') decisionId: string,
    @Body({ schema: ROUTES.appeal.body }) { text }: z.infer<typeof Appeal>,
    @CurrentUser() me: Identity,
  ): Promise<MyStanding> {
    await this.appeals.submit(decisionId, me.user.id, text);
    return this.read(me);
  }
}
