import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  type CaseDetail,
  type DecideAppeal,
  Id,
  ROUTES,
  type Sanction,
  type StandingsPage,
  type StandingsQuery,
} from '@visionary/contract';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { CaseDesk } from './case-desk.js';
import { CaseDetails } from './case-details.js';
import { PeopleStandings } from './people-standings.js';

const OnePerson = z.strictObject({ personId: Id });
const OneAppeal = z.strictObject({ appealId: Id });

/** People as those who moderate see them, and what they appeal against. */
@Controller()
export class StandingsController {
  constructor(
    private readonly standings: PeopleStandings,
    private readonly desk: CaseDesk,
    private readonly details: CaseDetails,
    private readonly admins: Admins,
  ) {}

  @Route('standings')
  async list(
    @Query({ schema: ROUTES.standings.query }) query: StandingsQuery,
    @SignedIn() { person }: Identity,
  ): Promise<StandingsPage> {
    await this.admins.require(person, 'moderator');
    return this.standings.page(query);
  }

  @Route('sanctionPerson')
  async sanction(
    @Param({ schema: OnePerson }) { personId }: z.infer<typeof OnePerson>,
    @Body({ schema: ROUTES.sanctionPerson.body }) wanted: Sanction,
    @SignedIn() { person }: Identity,
  ): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    return this.details.of(await this.desk.sanction(personId, person.id, wanted), person.id);
  }

  @Route('decideAppeal')
  async decide(
    @Param({ schema: OneAppeal }) { appealId }: z.infer<typeof OneAppeal>,
    @Body({ schema: ROUTES.decideAppeal.body }) { outcome, answer }: DecideAppeal,
    @SignedIn() { person }: Identity,
  ): Promise<CaseDetail> {
    await this.admins.require(person, 'moderator');
    return this.details.of(await this.desk.decideAppeal(appealId, person.id, outcome, answer), person.id);
  }
}
