/**
 * Port: how often may be tried. Counted by address and by name from an address, never by name alone, so that nobody can
 * lock the owner of a name out.
 */
export abstract class LoginRateLimits {
  /** Counts a try to sign in. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  abstract signIn(address: string, foldedName: string): Promise<void>;
  /** It was the owner: forgets the tries for this name from this address. */
  abstract signedIn(address: string, foldedName: string): Promise<void>;
  /** Counts an account made from there. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  abstract signUp(address: string): Promise<void>;
  /** None came of it. */
  abstract notSignedUp(address: string): Promise<void>;
  /** Counts a try of somebody signed in to say their password once more. @throws as `signIn` */
  abstract confirm(accountId: string): Promise<void>;
  abstract confirmed(accountId: string): Promise<void>;
  /** Counts a try to become the first admin. @throws as `signIn` */
  abstract claim(address: string): Promise<void>;
}
