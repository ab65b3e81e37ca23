import { Injectable } from '@nestjs/common';
import { Accounts } from '../domain/account.js';
import { type User, userOf } from '../domain/user.js';
import { nameKeys } from './name-keys.js';

export interface ProfileBasics {
  readonly user: User;
  readonly bio: string;
  /** When the account was made. */
  readonly since: number;
}

/** For other slices: who is behind the ids they keep. */
@Injectable()
export class Users {
  constructor(private readonly accounts: Accounts) {}

  /** Ids nobody has are missing in the map. */
  async byIds(ids: Iterable<string>): Promise<Map<string, User>> {
    const wanted = [...new Set(ids)];
    const found = wanted.length ? await this.accounts.byIds(wanted) : [];
    return new Map(found.map((account) => [account.id, userOf(account)]));
  }

  /** By the name they show or sign in with; case and accents do not matter. @throws Rejection INVALID when it is no name */
  async called(name: string): Promise<User | null> {
    const account = await this.accounts.byAnyName(nameKeys(name).folded);
    return account && userOf(account);
  }

  /** What somebody's page says of them; null where nobody is. */
  async portrait(id: string): Promise<ProfileBasics | null> {
    const account = await this.accounts.byId(id);
    return account && { user: userOf(account), bio: account.bio, since: account.createdAt };
  }

  /**
   * Inside a transaction, and before it holds anything else: an account that goes lets go of everything else after itself.
   * @returns those that exist; until the commit they cannot be deleted
   */
  async hold(ids: Iterable<string>): Promise<ReadonlySet<string>> {
    return new Set((await this.accounts.holdAll([...new Set(ids)])).map(({ id }) => id));
  }
}
