import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Account, Accounts, type AccountRole } from '../domain/account.js';
import { type User, userOf } from '../domain/user.js';
import type { Sanctions } from '../domain/sanctions.js';
import { foldNameOrNull } from './name-keys.js';

/** Somebody as those who moderate see them. */
export interface UserStanding extends Sanctions {
  readonly user: User;
  readonly role: AccountRole;
  readonly since: number;
  readonly about: string;
}

/** Users with what is kept from them. */
@Injectable()
export class ListUserStandings {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** By ids; those who are gone are missing. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, UserStanding>> {
    return new Map((await this.accounts.byIds([...new Set(ids)])).map((account) => [account.id, standingOf(account)]));
  }

  /** By a part of a name: those who moderate first, then the newest. */
  async called(search: string, limit: number): Promise<UserStanding[]> {
    const folded = search.trim() === '' ? '' : foldNameOrNull(search);
    return folded === null ? [] : (await this.accounts.newest(folded, limit)).map(standingOf);
  }

  /** Those of whom it holds now, in the order of their ids. */
  async barred(which: 'muted' | 'banned', afterId: string, limit: number): Promise<UserStanding[]> {
    return (await this.accounts.sanctioned(which, this.clock.now(), afterId, limit)).map(standingOf);
  }

  /** Everybody who is more than a member, with what they are. */
  staff(): Promise<ReadonlyMap<string, AccountRole>> {
    return this.accounts.withStaffRole();
  }
}

const standingOf = (account: Account): UserStanding => ({
  ...{ user: userOf(account), role: account.role, since: account.createdAt, about: account.bio },
  ...{ mutedUntil: account.mutedUntil, bannedUntil: account.bannedUntil },
});
