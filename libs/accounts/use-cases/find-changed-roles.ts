import { Injectable } from '@nestjs/common';
import { type AccountRole, Accounts } from '../domain/account.js';

/** Whose role is another one than at the last look, whoever has changed it. */
@Injectable()
export class FindChangedRoles {
  private known: ReadonlyMap<string, AccountRole> | undefined;

  constructor(private readonly accounts: Accounts) {}

  /** @returns nobody the first time */
  async run(): Promise<string[]> {
    const now = await this.accounts.withStaffRole();
    const before = this.known ?? now;
    this.known = now;
    return [...new Set([...before.keys(), ...now.keys()])].filter((id) => before.get(id) !== now.get(id));
  }
}
