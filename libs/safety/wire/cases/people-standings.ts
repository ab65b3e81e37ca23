import { Injectable } from '@nestjs/common';
import { ListStandings, type StandingPerson } from '@visionary/accounts';
import { type PersonStanding, Id, type StandingsPage, type StandingsQuery } from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { viewOfStanding } from './decision-views.js';

const PER_PAGE = 50;

/** People with what is kept from them: by name, or those from whom something is. */
@Injectable()
export class PeopleStandings {
  constructor(
    private readonly standings: ListStandings,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async page({ search, which, cursor = '' }: StandingsQuery): Promise<StandingsPage> {
    if (cursor !== '' && !Id.safeParse(cursor).success) {
      throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
    }
    if (which === 'all') return { people: this.views(await this.standings.called(search, PER_PAGE)), nextCursor: null };
    const found = await this.standings.barred(which, cursor, PER_PAGE + 1);
    const page = found.slice(0, PER_PAGE);
    return { people: this.views(page), nextCursor: found.length > PER_PAGE ? (page.at(-1)?.person.id ?? null) : null };
  }

  private views(people: readonly StandingPerson[]): PersonStanding[] {
    const now = this.clock.now();
    return people.map(({ person, role, since, mutedUntil, bannedUntil }) => ({
      ...{ person, role, since, standing: viewOfStanding({ mutedUntil, bannedUntil }, now) },
    }));
  }
}
