import { Rejection } from '@visionary/kernel';

/** Port: who looks after the instance. The accounts slice binds it. Asked anew each time, for rights can be taken away. */
export abstract class AdminDirectory {
  /** @returns those of these users who are admins now; with `moderator` those who look after public rooms, admins too. */
  abstract among(userIds: readonly string[], least?: 'moderator' | 'admin'): Promise<ReadonlySet<string>>;

  /** @throws Rejection FORBIDDEN for everybody else, visitors too */
  async require(user: { readonly id: string } | null, least: 'moderator' | 'admin' = 'admin'): Promise<void> {
    if (!user || !(await this.among([user.id], least)).has(user.id)) throw new Rejection('FORBIDDEN');
  }
}
