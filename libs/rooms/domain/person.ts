export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Port: who is behind an id. The module binds it to the accounts slice. */
export abstract class People {
  /** @returns the people that exist, by id; one query however many are asked for. */
  abstract byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
}

/** Stands where an account is gone but what it did remains. */
export const nobody = (id: string): Person => ({ id, name: '?' });
