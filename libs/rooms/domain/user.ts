export interface User {
  readonly id: string;
  /** The one they show; empty once their account is gone. */
  readonly name: string;
  /** Address of theirs, absent where the drawn default stands. */
  readonly image?: string | undefined;
}

/** Port: who is behind an id. The module binds it to the accounts slice. */
export abstract class Users {
  /** @returns the users that exist, by id; one query however many are asked for. */
  abstract byIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>>;
}

/** Port: users who stay. The module binds it to the accounts slice. */
export abstract class UserLocks {
  /** Inside a transaction. @returns those that exist; until the commit their accounts cannot be deleted */
  abstract hold(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Stands where an account is gone but what it did remains. */
export const deletedUser = (id: string): User => ({ id, name: '' });
