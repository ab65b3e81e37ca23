export interface Person {
  readonly id: string;
  /** The one they show; empty once their account is gone. */
  readonly name: string;
  /** Address of theirs, absent where the drawn default stands. */
  readonly picture?: string | undefined;
}

/** Port: who is behind an id. The module binds it to the accounts slice. */
export abstract class People {
  /** @returns the people that exist, by id; one query however many are asked for. */
  abstract byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
}

/** Port: people who stay. The module binds it to the accounts slice. */
export abstract class StayingPeople {
  /** Inside a transaction. @returns those that exist; until the commit their accounts cannot be deleted */
  abstract hold(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Stands where an account is gone but what it did remains. */
export const nobody = (id: string): Person => ({ id, name: '' });
