import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Accounts } from '../domain/account.js';
import { Passwords } from '../domain/passwords.js';
import { EndSessions } from './end-sessions.js';
import { ConfirmPassword } from './confirm-password.js';

export interface NewPassword {
  readonly accountId: string;
  /** Goes on; every other session ends. */
  readonly sessionId: string;
  readonly current: string;
  readonly next: string;
}

@Injectable()
export class ChangePassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly confirmPassword: ConfirmPassword,
    private readonly passwords: Passwords,
    private readonly endSessions: EndSessions,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws Rejection as ConfirmPassword */
  async run({ accountId, sessionId, current, next }: NewPassword): Promise<void> {
    const { passwordHash: known } = await this.confirmPassword.require(accountId, current);
    const passwordHash = await this.passwords.hash(next);
    await this.work.run(async () => {
      const held = await this.accounts.hold(accountId);
      // Somebody else was quicker, with the same password.
      if (held?.passwordHash !== known) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
      await this.accounts.change(accountId, { passwordHash });
      await this.endSessions.all(accountId, sessionId);
    });
  }
}
