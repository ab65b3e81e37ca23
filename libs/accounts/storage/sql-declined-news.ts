import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { DeclinedNews, type NewsChoice } from '../domain/news.js';
import { DeclinedNewsRow } from './account.entity.js';

interface Tables {
  declined_news: { person_id: string; choice: NewsChoice };
}

const PEOPLE_AT_ONCE = 1_000;

@Injectable()
export class SqlDeclinedNews extends DeclinedNews {
  constructor(private readonly database: Database) {
    super();
  }

  async of(personId: string): Promise<ReadonlySet<NewsChoice>> {
    return (await this.ofPeople([personId])).get(personId) ?? new Set();
  }

  async ofPeople(personIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<NewsChoice>>> {
    const declined = new Map<string, Set<NewsChoice>>();
    for (let from = 0; from < personIds.length; from += PEOPLE_AT_ONCE) {
      const some = personIds.slice(from, from + PEOPLE_AT_ONCE);
      const all = this.database.query<Tables>().selectFrom('declined_news').select(['person_id', 'choice']);
      for (const { person_id, choice } of await all.where('person_id', 'in', some).execute()) {
        declined.set(person_id, (declined.get(person_id) ?? new Set()).add(choice));
      }
    }
    return declined;
  }

  async decline(personId: string, choice: NewsChoice): Promise<void> {
    await this.database.em.upsert(DeclinedNewsRow, { personId, choice }, { onConflictAction: 'ignore' });
  }

  async want(personId: string, choice: NewsChoice): Promise<void> {
    await this.database.em.nativeDelete(DeclinedNewsRow, { personId, choice });
  }
}
