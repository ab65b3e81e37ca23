import type { AccountRole } from '@visionary/contract';

export interface ChangedRole {
  readonly accountId: string;
  /** Null for the server and its terminal. */
  readonly byId: string | null;
  readonly previousRole: AccountRole;
  readonly role: AccountRole;
}

/** The safety slice registers how a changed role is recorded. It runs in the transaction of the change. */
export class RoleChangeRecorder {
  private write: ((change: ChangedRole) => Promise<void>) | undefined;

  use(write: (change: ChangedRole) => Promise<void>): void {
    this.write = write;
  }

  /** Nothing is recorded for a role that stays as it is. */
  async record(change: ChangedRole): Promise<void> {
    if (change.role !== change.previousRole) await this.write?.(change);
  }
}
