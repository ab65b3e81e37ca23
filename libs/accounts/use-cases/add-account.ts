import { Injectable } from '@nestjs/common';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { Names } from '../domain/names.js';

export type NewAccount = Pick<Account, 'name' | 'keys' | 'passwordHash' | 'language' | 'theme'> &
  Partial<Pick<Account, 'id' | 'bio'>>;

/** Writes an account and claims its name, both or neither. */
@Injectable()
export class AddAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws Rejection ACCOUNTS_NAME_TAKEN */
  async run(wanted: NewAccount): Promise<Account> {
    const made = { id: wanted.id ?? this.ids.next(), bio: wanted.bio ?? '', createdAt: this.clock.now() };
    const nothing = { shownName: null, image: null, mutedUntil: null, bannedUntil: null } as const;
    const account: Account = { ...wanted, ...made, ...nothing, role: 'member', sensitiveContentMode: 'blur' };
    await this.work.run(async () => {
      await this.names.claim(account.id, { signIn: account.keys, shown: account.keys });
      await this.accounts.add(account);
    });
    return account;
  }
}
