import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { type User, userOf } from '../domain/user.js';
import { literally } from './accounts.js';

interface Tables {
  account: { id: string; name: string; shown_name: string | null; picture: string | null };
  name_claim: { claim: string; account_id: string; is_shown: number | boolean };
}

/** Finds users by a part of their name. */
@Injectable()
export class UserSearch {
  constructor(private readonly database: Database) {}

  /**
   * Users whose shown name contains `folded`, prefix matches first, and the user whose sign-in name equals it. A sign-in name
   * that is not shown can be private, so parts of it never match.
   * @param among only these users; null: all
   */
  async find(folded: string, among: readonly string[] | null, limit: number): Promise<User[]> {
    if (among?.length === 0) return [];
    const inIt = `f:%${literally(folded)}%`;
    const begun = `f:${literally(folded)}%`;
    const found = this.database
      .query<Tables>()
      .selectFrom('name_claim')
      .innerJoin('account', 'account.id', 'name_claim.account_id')
      .select(['account.id', 'account.name', 'account.shown_name', 'account.picture'])
      .where(
        sql<boolean>`((name_claim.is_shown = 1 and name_claim.claim like ${inIt} escape '!') or name_claim.claim = ${`f:${folded}`})`,
      )
      .orderBy(sql`case when name_claim.claim like ${begun} escape '!' then 0 else 1 end`)
      .orderBy(sql`length(name_claim.claim)`)
      .orderBy('name_claim.claim')
      // A user can match by both names.
      .limit(2 * limit);
    const rows = await (among ? found.where('account.id', 'in', [...among]) : found).execute();
    const users = new Map(
      rows.map(({ shown_name: shownName, picture: image, ...row }) => [row.id, userOf({ ...row, shownName, image })]),
    );
    return [...users.values()].slice(0, limit);
  }
}
