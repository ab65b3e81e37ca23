import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { BlockedTermView } from '@visionary/contract';
import type { BlockedTerm } from '../../domain/blocked-terms/blocked-term.js';
import type { PositionedTerm } from '../../domain/blocked-terms/term-list.js';
import { ListTerms } from '../../use-cases/blocked-terms/list-terms.js';

/** Terms as those who look after them see them. */
@Injectable()
export class TermViews {
  constructor(
    private readonly users: Users,
    private readonly list: ListTerms,
  ) {}

  async many(terms: readonly PositionedTerm[]): Promise<BlockedTermView[]> {
    const users = await this.users.byIds(terms.flatMap(({ byId }) => (byId === null ? [] : [byId])));
    return terms.map(({ byId, scopes, ...term }) => ({
      ...{ ...term, scopes: [...scopes] },
      by: byId === null ? null : (users.get(byId) ?? { id: byId, name: '' }),
    }));
  }

  /** One that is on the lists. */
  async one(term: BlockedTerm): Promise<BlockedTermView> {
    const placed = this.list.placed([term.id]).get(term.id) ?? { ...term, position: 1 };
    return (await this.many([placed]))[0] as BlockedTermView;
  }
}
