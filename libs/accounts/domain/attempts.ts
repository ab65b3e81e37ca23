/**
 * Port: how often may be tried. Counted by address and by name from an address, never by name alone, so that nobody can
 * lock the owner of a name out.
 */
export abstract class Attempts {
  /** Counts a try to sign in. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  abstract signIn(address: string, foldedName: string): Promise<void>;
  /** It was the owner: forgets the tries for this name from this address. */
  abstract signedIn(address: string, foldedName: string): Promise<void>;
  /** @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } when this address has made too many accounts. */
  abstract signUp(address: string): Promise<void>;
  abstract signedUp(address: string): Promise<void>;
}
