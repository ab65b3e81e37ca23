import { Injectable } from '@nestjs/common';
import { Clock, PERMANENT, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, type AccountChanges, Accounts } from '../domain/account.js';
import { type ProfileText, NameRules } from '../domain/name-rules.js';
import { Names } from '../domain/names.js';
import { OwnStateChanged, UserChanged, userOf } from '../domain/user.js';
import { isActive } from '../domain/sanctions.js';
import { userCacheTag } from '../domain/subjects.js';
import { nameKeys } from './name-keys.js';

export interface ProfileChanges extends Pick<
  AccountChanges,
  'language' | 'theme' | 'sensitiveContentMode' | 'image' | 'bio'
> {
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
   *   SAFETY_BLOCKED_TERMS, SAFETY_MUTED where others would read it
   */
  async run(id: string, wanted: ProfileChanges): Promise<Account> {
    const { name, ...rest } = wanted;
    const keys = name === undefined ? null : nameKeys(name);
    const called = await this.rules.hold(calledBy(wanted));
    const changes = { ...rest, ...(called.said.about !== undefined && { bio: called.said.about }) };
    const work = async () => {
      const before = await this.accounts.hold(id);
      if (!before) throw new Rejection('UNAUTHENTICATED');
      if (name !== undefined || changes.bio !== undefined || changes.image) this.requireVoice(before);
      const shown = name === undefined ? {} : { shownName: name === before.name ? null : name };
      const after: Account = { ...before, ...changes, ...shown };
      if (keys) await this.names.claim(id, { signIn: before.keys, shown: keys });
      await this.accounts.change(id, { ...changes, ...shown });
      await called.kept(id);
      const [was, is] = [userOf(before), userOf(after)];
      if (was.name !== is.name || was.image !== is.image) this.work.publish(new UserChanged(is));
      this.work.publish(new OwnStateChanged(id, 'account'));
      return after;
    };
    return this.work.run(work, [userCacheTag(id)]);
  }

  /** What others read is said by nobody who may only read. */
  private requireVoice({ mutedUntil }: Account): void {
    if (!isActive(mutedUntil, this.clock.now())) return;
    throw new Rejection('SAFETY_MUTED', mutedUntil === PERMANENT ? {} : { until: mutedUntil });
  }
}

/** What of the changes others read. */
const calledBy = ({ name, bio }: ProfileChanges): ProfileText => ({
  ...(name !== undefined && { name }),
  ...(bio !== undefined && { about: bio }),
});
