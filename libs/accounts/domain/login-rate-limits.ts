/**
 * Port: rate limits of sign-in and sign-up, implemented on the platform's rate limits. Attempts are counted by address and
 * by name and address, never by name alone, so nobody can lock out the owner of a name.
 */
export abstract class LoginRateLimits {
  /** Counts a sign-in attempt. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  abstract signIn(address: string, foldedName: string): Promise<void>;
  /** Resets the attempts for this name from this address. */
  abstract signedIn(address: string, foldedName: string): Promise<void>;
  /** Counts a new account. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  abstract signUp(address: string): Promise<void>;
  /** Returns the attempt of a sign-up that failed. */
  abstract notSignedUp(address: string): Promise<void>;
  /** Counts an attempt of a signed-in user to confirm their password. @throws as `signIn` */
  abstract confirm(accountId: string): Promise<void>;
  abstract confirmed(accountId: string): Promise<void>;
  /** Counts an attempt to become the first admin. @throws as `signIn` */
  abstract claim(address: string): Promise<void>;
}
