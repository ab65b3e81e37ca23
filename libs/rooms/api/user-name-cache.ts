import type { Users } from '@visionary/accounts';
import { deletedUser, type User } from '../domain/user.js';

/** As in EventPageCache: for clients that reconnect together, and too short to show outdated names. */
const TTL_MS = 250;
const MAX_USERS = 2_000;

/** Shares the users of rooms between clients that open rooms at the same time: most rooms have the same few owners. */
export class UserNameCache {
  private readonly users = new Map<string, User>();
  private expiry: NodeJS.Timeout | undefined;

  constructor(private readonly source: Pick<Users, 'byIds'>) {}

  /** At most one query. @returns each user, also deleted ones */
  async of(ids: Iterable<string>): Promise<(id: string) => User> {
    const found = new Map([...new Set(ids)].map((id) => [id, this.users.get(id)] as const));
    const missing = [...found.keys()].filter((id) => !found.get(id));
    if (missing.length > 0) {
      const loaded = await this.source.byIds(missing);
      for (const id of missing) found.set(id, loaded.get(id));
      this.add(loaded.values());
    }
    return (id) => found.get(id) ?? deletedUser(id);
  }

  clear(): void {
    clearTimeout(this.expiry);
    this.users.clear();
    this.expiry = undefined;
  }

  private add(users: Iterable<User>): void {
    for (const user of users) if (this.users.size < MAX_USERS) this.users.set(user.id, user);
    this.expiry ??= setTimeout(() => this.clear(), TTL_MS).unref();
  }
}
