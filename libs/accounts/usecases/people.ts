import { Injectable } from '@nestjs/common';
import { Accounts } from '../domain/account.js';

/** A person as others see them. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** For other slices: names to the ids they keep. */
@Injectable()
export class People {
  constructor(private readonly accounts: Accounts) {}

  /** Ids nobody has are missing in the map. */
  async byIds(ids: Iterable<string>): Promise<Map<string, Person>> {
    const wanted = [...new Set(ids)];
    const found = wanted.length ? await this.accounts.byIds(wanted) : [];
    return new Map(found.map(({ id, name }) => [id, { id, name }]));
  }
}
