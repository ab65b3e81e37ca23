import { Injectable } from '@nestjs/common';
import { type Account, Accounts } from '../domain/account.js';
import { nameKeys } from './name-keys.js';

/** More are looked for by name. */
const AT_ONCE = 50;

/** For admins: who is here, admins and moderators first, then the newest. */
@Injectable()
export class ListAccounts {
  constructor(private readonly accounts: Accounts) {}

  /** @param search a part of either name; '' finds all. @throws Rejection INVALID where nothing visible is left of it */
  run(search: string): Promise<Account[]> {
    return this.accounts.newest(search.trim() === '' ? '' : nameKeys(search).folded, AT_ONCE);
  }
}
