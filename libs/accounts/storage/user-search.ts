import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { type User, userOf } from '../domain/user.js';
import { escapeLike } from './accounts.js';

export interface FoundUsers {
  readonly users: readonly User[];
  /** Those whose shown or sign-in name equals the search text. */
  readonly exactIds: ReadonlySet<string>;
}

/** Finds users by a part of their name. */
@Injectable()
export class UserSearch {
  constructor(private readonly database: Database) {}

  /**
   * Users whose shown name contains `folded`, prefix matches first, and the user whose sign-in name equals it. A sign-in name
   * that is not shown can be private, so parts of it never match.
   * @param candidateIds only these users; null: all
   */
  async find(folded: string, candidateIds: readonly string[] | null, limit: number): Promise<FoundUsers> {
    if (candidateIds?.length === 0) return { users: [], exactIds: new Set() };
    const containsPattern = `f:%${escapeLike(folded)}%`;
    const prefixPattern = `f:${escapeLike(folded)}%`;
    const matches = this.database
      .query()
      .selectFrom('reserved_name')
      .innerJoin('account', 'account.id', 'reserved_name.account_id')
      .select(['account.id', 'account.username', 'account.display_name', 'account.avatar', 'reserved_name.name_key'])
      .where(
        sql<boolean>`((reserved_name.is_display_name = 1 and reserved_name.name_key like ${containsPattern} escape '!') or reserved_name.name_key = ${`f:${folded}`})`,
      )
      .orderBy(sql`case when reserved_name.name_key like ${prefixPattern} escape '!' then 0 else 1 end`)
      .orderBy(sql`length(reserved_name.name_key)`)
      .orderBy('reserved_name.name_key')
      // A user can match by both names.
      .limit(2 * limit);
    const rows = await (candidateIds ? matches.where('account.id', 'in', [...candidateIds]) : matches).execute();
    const users = new Map(
      rows.map(({ id, display_name: displayName, avatar: image, username: name }) => [
        id,
        userOf({ id, name, displayName, image }),
      ]),
    );
    const exact = rows.filter(({ name_key: key }) => key === `f:${folded}`);
    return { users: [...users.values()].slice(0, limit), exactIds: new Set(exact.map(({ id }) => id)) };
  }
}
