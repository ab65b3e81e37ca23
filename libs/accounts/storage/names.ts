import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { NameKeys } from '../domain/account.js';

const claimsOf = ({ folded, confusable, plain = folded }: NameKeys): string[] => [
  ...new Set([`f:${folded}`, `l:${confusable}`, `f:${plain}`]),
];

/** Names in use, for signing in or shown. No two users have confusable names. */
@Injectable()
export class Names {
  constructor(private readonly database: Database) {}

  /** Whether a user has this name or one that looks like it. */
  async isTaken(keys: NameKeys): Promise<boolean> {
    const claims = this.database.selectFrom('reserved_name').select('name_key');
    return (await claims.where('name_key', 'in', claimsOf(keys)).limit(1).executeTakeFirst()) !== undefined;
  }

  /**
   * Inside a transaction: replaces all names of the account.
   * @throws Rejection ACCOUNTS_NAME_TAKEN, also when two users claim it at once
   */
  async claim(
    accountId: string,
    { signIn, display }: { readonly signIn: NameKeys; readonly display: NameKeys },
  ): Promise<void> {
    const claims = [...new Set([...claimsOf(signIn), ...claimsOf(display)])].sort();
    const query = this.database.query();
    // Rewriting the few rows of one account needs no comparison.
    await query.deleteFrom('reserved_name').where('account_id', '=', accountId).execute();
    const displayKeys = claimsOf(display);
    const rows = claims.map((claim) => ({
      name_key: claim,
      account_id: accountId,
      is_display_name: displayKeys.includes(claim) ? 1 : 0,
    }));
    try {
      await query.insertInto('reserved_name').values(rows).execute();
    } catch (error) {
      if (isUniqueViolation(error)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
      throw error;
    }
  }
}
