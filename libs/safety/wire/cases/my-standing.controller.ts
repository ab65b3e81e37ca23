import { Body, Controller, Param } from '@nestjs/common';
import { type Appeal, Id, type MyStanding, ROUTES } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { MakeAppeal } from '../../usecases/cases/make-appeal.js';
import { MyDecisions } from '../../usecases/cases/my-decisions.js';
import { viewOfMine, viewOfStanding } from './decision-views.js';

const OneDecision = z.strictObject({ decisionId: Id });

/** What was decided about whoever asks, and their way to ask for another look; also for those who are kept out. */
@Controller()
export class MyStandingController {
  constructor(
    private readonly decisions: MyDecisions,
    private readonly appeals: MakeAppeal,
    private readonly clock: Clock,
  ) {}

  @Route('myStanding')
  async mine(@SignedIn() { person }: Identity): Promise<MyStanding> {
    const [all, standing] = [await this.decisions.run(person.id), await this.decisions.standing(person.id)];
    return {
      standing: viewOfStanding(standing, this.clock.now()),
      decisions: all.map((one) => viewOfMine(one, person)),
    };
  }

  @Route('appeal')
  async appeal(
    @Param({ schema: OneDecision }) { decisionId }: z.infer<typeof OneDecision>,
    @Body({ schema: ROUTES.appeal.body }) { words }: z.infer<typeof Appeal>,
    @SignedIn() me: Identity,
  ): Promise<MyStanding> {
    await this.appeals.run(decisionId, me.person.id, words);
    return this.mine(me);
  }
}
