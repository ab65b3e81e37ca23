import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Account, Accounts, type Language, type Theme } from '../domain/account.js';

@Injectable()
export class ChangeMe {
  constructor(private readonly accounts: Accounts) {}

  /** @returns the account as it is now. @throws Rejection UNAUTHENTICATED when it is gone. */
  async run(id: string, changes: { readonly language?: Language; readonly theme?: Theme }): Promise<Account> {
    await this.accounts.change(id, changes);
    const account = await this.accounts.byId(id);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    return account;
  }
}
