import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import type { TermView } from '@visionary/contract';
import type { ListedTerm } from '../../domain/words/listed-term.js';
import type { PlacedTerm } from '../../domain/words/term-shelf.js';
import { ListTerms } from '../../usecases/words/list-terms.js';

/** Terms as those who look after them see them. */
@Injectable()
export class TermViews {
  constructor(
    private readonly people: People,
    private readonly list: ListTerms,
  ) {}

  async many(terms: readonly PlacedTerm[]): Promise<TermView[]> {
    const people = await this.people.byIds(terms.flatMap(({ byId }) => (byId === null ? [] : [byId])));
    return terms.map(({ byId, scopes, ...term }) => ({
      ...{ ...term, scopes: [...scopes] },
      by: byId === null ? null : (people.get(byId) ?? { id: byId, name: '' }),
    }));
  }

  /** One that is on the lists. */
  async one(term: ListedTerm): Promise<TermView> {
    const placed = this.list.placed([term.id]).get(term.id) ?? { ...term, line: 1 };
    return (await this.many([placed]))[0] as TermView;
  }
}
