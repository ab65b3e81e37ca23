import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Account, Accounts, type AccountRole } from '../domain/account.js';
import { type Person, personOf } from '../domain/person.js';
import type { Sanctions } from '../domain/sanctions.js';
import { foldedOrNull } from './name-keys.js';

/** Somebody as those who moderate see them. */
export interface StandingPerson extends Sanctions {
  readonly person: Person;
  readonly role: AccountRole;
  readonly since: number;
  readonly about: string;
}

/** People with what is kept from them. */
@Injectable()
export class ListStandings {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** By ids; those who are gone are missing. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, StandingPerson>> {
    return new Map((await this.accounts.byIds([...new Set(ids)])).map((account) => [account.id, standingOf(account)]));
  }

  /** By a part of a name: those who moderate first, then the newest. */
  async called(search: string, limit: number): Promise<StandingPerson[]> {
    const folded = search.trim() === '' ? '' : foldedOrNull(search);
    return folded === null ? [] : (await this.accounts.newest(folded, limit)).map(standingOf);
  }

  /** Those of whom it holds now, in the order of their ids. */
  async barred(which: 'muted' | 'banned', afterId: string, limit: number): Promise<StandingPerson[]> {
    return (await this.accounts.barred(which, this.clock.now(), afterId, limit)).map(standingOf);
  }

  /** Everybody who is more than a member, with what they are. */
  caretakers(): Promise<ReadonlyMap<string, AccountRole>> {
    return this.accounts.appointed();
  }
}

const standingOf = (account: Account): StandingPerson => ({
  ...{ person: personOf(account), role: account.role, since: account.createdAt, about: account.about },
  ...{ mutedUntil: account.mutedUntil, bannedUntil: account.bannedUntil },
});
