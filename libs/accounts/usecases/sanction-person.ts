import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts, type AccountRole } from '../domain/account.js';
import { MineChanged } from '../domain/person.js';
import { holds, PersonSanctioned, type Sanctions } from '../domain/sanctions.js';
import { personSubject } from '../domain/subjects.js';

/** For the slice that decides about people: what is kept from somebody. Their sockets and sessions follow on every node. */
@Injectable()
export class SanctionPerson {
  constructor(
    private readonly accounts: Accounts,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Inside a transaction, first of all: nobody else changes what they are until its end. Null where they are gone. */
  async hold(personId: string): Promise<({ readonly role: AccountRole } & Sanctions) | null> {
    const account = await this.accounts.hold(personId);
    return account && { role: account.role, ...sanctionsOf(account) };
  }

  /** Inside a transaction; nothing where they are gone. @throws Rejection ACCOUNTS_LAST_ADMIN: somebody must be able to come in */
  async run(personId: string, sanctions: Sanctions): Promise<void> {
    const held = await this.accounts.hold(personId);
    if (!held) return;
    const now = this.clock.now();
    if (held.role === 'admin' && holds(sanctions.bannedUntil, now)) await this.requireAnotherAdmin(personId, now);
    this.work.touch(personSubject(personId));
    await this.accounts.change(personId, sanctions);
    this.work.announce(new PersonSanctioned(personId, sanctions, now));
    this.work.announce(new MineChanged(personId, 'account'));
  }

  private async requireAnotherAdmin(personId: string, now: number): Promise<void> {
    const admins = await this.accounts.holdAdmins();
    const others = admins.filter(({ id, bannedUntil }) => id !== personId && !holds(bannedUntil, now));
    if (others.length === 0) throw new Rejection('ACCOUNTS_LAST_ADMIN');
  }
}

const sanctionsOf = ({ mutedUntil, bannedUntil }: Account): Sanctions => ({ mutedUntil, bannedUntil });
