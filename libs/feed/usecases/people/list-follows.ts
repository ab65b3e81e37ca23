import { Injectable } from '@nestjs/common';
import { People, type Person } from '@visionary/accounts';
import { Follows } from '../../domain/people/follows.js';
import { CommunityLimits } from '../../domain/people/limits.js';
import { pageOf, readCursor } from '../page-cursor.js';

/** Who follows somebody, and whom they follow; the newest first. */
@Injectable()
export class ListFollows {
  constructor(
    private readonly follows: Follows,
    private readonly people: People,
    private readonly limits: CommunityLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run(
    side: 'followers' | 'followed',
    personId: string,
    cursor: string | undefined,
  ): Promise<{ people: Person[]; nextCursor: string | null }> {
    const after = readCursor(cursor);
    const limit = this.limits.peoplePerPage;
    const place = after && { at: after.value, personId: after.id };
    const found = await this.follows.page(side, personId, place, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, (one) => ({ value: one.at, id: one.personId }));
    const people = await this.people.byIds(page.map((one) => one.personId));
    return { people: page.flatMap((one) => people.get(one.personId) ?? []), nextCursor };
  }
}
