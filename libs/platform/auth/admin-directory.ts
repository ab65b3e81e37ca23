import { Rejection } from '@visionary/kernel';

/** Port for instance roles, bound by the accounts slice. Never cached, because roles can be revoked. */
export abstract class AdminDirectory {
  /** @returns the ids with at least this role; admins are moderators, too */
  abstract among(userIds: readonly string[], minimumRole?: 'moderator' | 'admin'): Promise<ReadonlySet<string>>;

  /** @throws Rejection FORBIDDEN for everyone else */
  async require(user: { readonly id: string }, minimumRole: 'moderator' | 'admin' = 'admin'): Promise<void> {
    if (!(await this.among([user.id], minimumRole)).has(user.id)) throw new Rejection('FORBIDDEN');
  }
}
