import type { NameKeys } from './account.js';

/** Port: every name in use, to sign in with or to show. No two users have names that look alike. */
export abstract class Names {
  /** Whether somebody has this name or one that passes for it. */
  abstract isTaken(keys: NameKeys): Promise<boolean>;
  /**
   * Within a transaction: these are the names of this account from now on, and no others.
   * @throws Rejection ACCOUNTS_NAME_TAKEN, also when two come at once
   */
  abstract claim(accountId: string, names: { readonly signIn: NameKeys; readonly shown: NameKeys }): Promise<void>;
}
