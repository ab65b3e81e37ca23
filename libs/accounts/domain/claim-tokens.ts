/** Port: tokens that make whoever holds one the first admin. */
export abstract class ClaimTokens {
  /** Forgets those that have run out, too. */
  abstract add(tokenHash: string, at: number, runOutBefore: number): Promise<void>;
  /** Within a transaction. @returns whether it was there and had not run out; then all of them are gone */
  abstract redeem(tokenHash: string, runOutBefore: number): Promise<boolean>;
}
