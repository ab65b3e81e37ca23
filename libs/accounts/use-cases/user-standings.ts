import { Injectable } from '@nestjs/common';
import type { AccountRole } from '@visionary/contract';
import { Clock, type Sanctions } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { type User, userOf } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { foldNameOrNull } from './name-keys.js';

/** A user as moderators see them. */
export interface UserStanding extends Sanctions {
  readonly user: User;
  readonly role: AccountRole;
  readonly since: number;
  readonly about: string;
}

/** Users with their sanctions, for moderators. */
@Injectable()
export class ListUserStandings {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Deleted users are missing in the map. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, UserStanding>> {
    return new Map((await this.accounts.byIds([...new Set(ids)])).map((account) => [account.id, standingOf(account)]));
  }

  /** By a part of a name: admins and moderators first, then the newest. */
  async search(search: string, limit: number): Promise<UserStanding[]> {
    const folded = search.trim() === '' ? '' : foldNameOrNull(search);
    return folded === null ? [] : (await this.accounts.search(folded, limit)).map(standingOf);
  }

  /** Users with an active sanction of this kind, ordered by id. */
  async sanctioned(which: 'muted' | 'banned', afterId: string, limit: number): Promise<UserStanding[]> {
    return (await this.accounts.sanctioned(which, this.clock.now(), afterId, limit)).map(standingOf);
  }

  /** Roles of all moderators and admins, by user id. */
  staff(): Promise<ReadonlyMap<string, AccountRole>> {
    return this.accounts.staffRoles();
  }
}

const standingOf = (account: Account): UserStanding => ({
  user: userOf(account),
  role: account.role,
  since: account.createdAt,
  about: account.bio,
  mutedUntil: account.mutedUntil,
  bannedUntil: account.bannedUntil,
});
