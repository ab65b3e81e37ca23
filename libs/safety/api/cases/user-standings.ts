import { Injectable } from '@nestjs/common';
import { ListUserStandings, type UserStanding as AccountStanding } from '@visionary/accounts';
import { type UserStanding, Id, type StandingsPage, type StandingsQuery } from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { toStandingView } from './decision-views.js';

const PER_PAGE = 50;

/** Users with what is kept from them: by name, or those from whom something is. */
@Injectable()
export class UserStandings {
  constructor(
    private readonly standings: ListUserStandings,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async page({ search, which, cursor = '' }: StandingsQuery): Promise<StandingsPage> {
    if (cursor !== '' && !Id.safeParse(cursor).success) {
      throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
    }
    if (which === 'all') return { users: this.views(await this.standings.search(search, PER_PAGE)), nextCursor: null };
    const found = await this.standings.sanctioned(which, cursor, PER_PAGE + 1);
    const page = found.slice(0, PER_PAGE);
    return { users: this.views(page), nextCursor: found.length > PER_PAGE ? (page.at(-1)?.user.id ?? null) : null };
  }

  private views(users: readonly AccountStanding[]): UserStanding[] {
    const now = this.clock.now();
    return users.map(({ user, role, since, mutedUntil, bannedUntil }) => ({
      ...{ user, role, since, standing: toStandingView({ mutedUntil, bannedUntil }, now) },
    }));
  }
}
