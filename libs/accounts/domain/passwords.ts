/** Port: password hashing. Slow on purpose, off the event loop, with limited concurrency. Tests replace it. */
export abstract class Passwords {
  /** @throws Rejection RATE_LIMITED when too many wait already */
  abstract hash(password: string): Promise<string>;
  /** Takes the same time without a hash and returns false then, so nobody learns which names exist. @throws as `hash` */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
}
