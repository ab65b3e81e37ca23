import { Injectable } from '@nestjs/common';
import { Clock, FOR_GOOD, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, type AccountChanges, Accounts } from '../domain/account.js';
import { type Called, NameRules } from '../domain/name-rules.js';
import { Names } from '../domain/names.js';
import { MineChanged, PersonChanged, personOf } from '../domain/person.js';
import { holds } from '../domain/sanctions.js';
import { personSubject } from '../domain/subjects.js';
import { nameKeys } from './name-keys.js';

export interface WantedChanges extends Pick<AccountChanges, 'language' | 'theme' | 'sight' | 'picture' | 'about'> {
  /** To be shown; the one they sign in with stays as it is. */
  readonly name?: string;
}

/** Changes what an account shows to its owner and to others. */
@Injectable()
export class ChangeMe {
  constructor(
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: NameRules,
  ) {}

  /**
   * @returns the account as it is now
   * @throws Rejection UNAUTHENTICATED when it is gone, ACCOUNTS_NAME_TAKEN, INVALID when the name is none,
   *   SAFETY_WORDS, SAFETY_MUTED where others would read it
   */
  async run(id: string, wanted: WantedChanges): Promise<Account> {
    const { name, ...rest } = wanted;
    const keys = name === undefined ? null : nameKeys(name);
    const called = await this.rules.hold(calledBy(wanted));
    const changes = { ...rest, ...(called.said.about !== undefined && { about: called.said.about }) };
    const work = async () => {
      const before = await this.accounts.hold(id);
      if (!before) throw new Rejection('UNAUTHENTICATED');
      if (name !== undefined || changes.about !== undefined || changes.picture) this.requireVoice(before);
      const shown = name === undefined ? {} : { shownName: name === before.name ? null : name };
      const after: Account = { ...before, ...changes, ...shown };
      if (keys) await this.names.claim(id, { signIn: before.keys, shown: keys });
      await this.accounts.change(id, { ...changes, ...shown });
      await called.kept(id);
      const [was, is] = [personOf(before), personOf(after)];
      if (was.name !== is.name || was.picture !== is.picture) this.work.announce(new PersonChanged(is));
      this.work.announce(new MineChanged(id, 'account'));
      return after;
    };
    return this.work.run(work, [personSubject(id)]);
  }

  /** What others read is said by nobody who may only read. */
  private requireVoice({ mutedUntil }: Account): void {
    if (!holds(mutedUntil, this.clock.now())) return;
    throw new Rejection('SAFETY_MUTED', mutedUntil === FOR_GOOD ? {} : { until: mutedUntil });
  }
}

/** What of the changes others read. */
const calledBy = ({ name, about }: WantedChanges): Called => ({
  ...(name !== undefined && { name }),
  ...(about !== undefined && { about }),
});
