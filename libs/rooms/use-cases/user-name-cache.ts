import { deletedUser, type Users, type User } from '../domain/user.js';

/** As for EventPageCache: for those who come back together, and too short for anybody to see an old name. */
const KEPT_MS = 250;
const NAMES_AT_MOST = 2_000;

/** The same few owners are named to everybody who comes into a room: whom one question has named serve all of that moment. */
export class UserNameCache {
  private readonly known = new Map<string, User>();
  private forgetting: NodeJS.Timeout | undefined;

  constructor(private readonly users: Users) {}

  /** @returns everybody, also who is gone; at most one query */
  async of(ids: Iterable<string>): Promise<(id: string) => User> {
    const wanted = [...new Set(ids)];
    const named = new Map(wanted.map((id) => [id, this.known.get(id)] as const));
    const unknown = wanted.filter((id) => !named.get(id));
    if (unknown.length > 0) {
      const found = await this.users.byIds(unknown);
      for (const id of unknown) named.set(id, found.get(id));
      this.keep(found.values());
    }
    return (id) => named.get(id) ?? deletedUser(id);
  }

  /** Somebody shows another name or image from now on. */
  forget(): void {
    clearTimeout(this.forgetting);
    this.known.clear();
    this.forgetting = undefined;
  }

  private keep(users: Iterable<User>): void {
    for (const user of users) if (this.known.size < NAMES_AT_MOST) this.known.set(user.id, user);
    this.forgetting ??= setTimeout(() => this.forget(), KEPT_MS).unref();
  }
}
