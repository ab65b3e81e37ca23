import { Body, Controller, Param } from '@nestjs/common';
import { type Appeal, Id, type MyStanding, ROUTES } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { SubmitAppeal } from '../../use-cases/cases/submit-appeal.js';
import { MyDecisions } from '../../use-cases/cases/my-decisions.js';
import { toMyDecisionView, toStandingView } from './decision-views.js';

const OneDecision = z.strictObject({ decisionId: Id });

/** What was decided about whoever asks, and their way to ask for another look; also for those who are kept out. */
@Controller()
export class MyStandingController {
  constructor(
    private readonly decisions: MyDecisions,
    private readonly appeals: SubmitAppeal,
    private readonly clock: Clock,
  ) {}

  @Route('myStanding')
  async mine(@CurrentUser() { user }: Identity): Promise<MyStanding> {
    const [all, standing] = [await this.decisions.run(user.id), await this.decisions.standing(user.id)];
    return {
      standing: toStandingView(standing, this.clock.now()),
      decisions: all.map((one) => toMyDecisionView(one, user)),
    };
  }

  @Route('appeal')
  async appeal(
    @Param({ schema: OneDecision }) { decisionId }: z.infer<typeof OneDecision>,
    @Body({ schema: ROUTES.appeal.body }) { words }: z.infer<typeof Appeal>,
    @CurrentUser() me: Identity,
  ): Promise<MyStanding> {
    await this.appeals.run(decisionId, me.user.id, words);
    return this.mine(me);
  }
}
