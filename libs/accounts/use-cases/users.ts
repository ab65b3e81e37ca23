import { Injectable } from '@nestjs/common';
import { type User, userOf } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { nameKeys } from './name-keys.js';

export interface ProfileBasics {
  readonly user: User;
  readonly bio: string;
  /** When the account was created. */
  readonly since: number;
}

/** Reads and locks users, for other slices. */
@Injectable()
export class Users {
  constructor(private readonly accounts: Accounts) {}

  /** Unknown ids are missing in the map. */
  async byIds(ids: Iterable<string>): Promise<Map<string, User>> {
    const unique = [...new Set(ids)];
    const found = unique.length ? await this.accounts.byIds(unique) : [];
    return new Map(found.map((account) => [account.id, userOf(account)]));
  }

  /** By shown name or sign-in name; case and accents are ignored. @throws Rejection INVALID when it is not a valid name */
  async byName(name: string): Promise<User | null> {
    const account = await this.accounts.byAnyName(nameKeys(name).folded);
    return account && userOf(account);
  }

  /** @returns null for a deleted user */
  async profile(id: string): Promise<ProfileBasics | null> {
    const account = await this.accounts.byId(id);
    return account && { user: userOf(account), bio: account.bio, since: account.createdAt };
  }

  /**
   * Inside a transaction, before any other lock: deleting an account locks everything else after the account, too.
   * @returns the ids that exist; these accounts cannot be deleted until the commit
   */
  async hold(ids: Iterable<string>): Promise<ReadonlySet<string>> {
    return new Set((await this.accounts.lockAll([...new Set(ids)])).map(({ id }) => id));
  }
}
