import { Rejection } from '@visionary/kernel';

/** Port: who looks after the instance. The accounts slice binds it. Asked anew each time, for rights can be taken away. */
export abstract class Admins {
  /** @returns those of these people who are admins now; with `moderator` those who look after public rooms, admins too. */
  abstract among(personIds: readonly string[], least?: 'moderator' | 'admin'): Promise<ReadonlySet<string>>;

  /** @throws Rejection FORBIDDEN for everybody else, visitors too */
  async require(person: { readonly id: string } | null, least: 'moderator' | 'admin' = 'admin'): Promise<void> {
    if (!person || !(await this.among([person.id], least)).has(person.id)) throw new Rejection('FORBIDDEN');
  }
}
