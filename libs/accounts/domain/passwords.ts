/** Port: slow on purpose, off the event loop, and only so many at once. */
export abstract class Passwords {
  /** @throws Rejection RATE_LIMITED when too many wait already. */
  abstract hash(password: string): Promise<string>;
  /** Takes the same time without a hash, and is then false: nobody can tell which names exist. @throws as `hash`. */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
}
