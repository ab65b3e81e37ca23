import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { addressKey, type RateLimit, RateLimits } from '@visionary/platform/rate-limits';

const MINUTE_SECONDS = 60;
const WINDOW_SECONDS = 15 * MINUTE_SECONDS;
const ATTEMPTS_PER_NAME = 20;
const ATTEMPTS_PER_ADDRESS = 100;
const CONFIRM_ATTEMPTS = 10;
const CLAIM_ATTEMPTS = 20;

const rejectIfExceeded = (retryAfterSeconds: number | null): void => {
  if (retryAfterSeconds !== null) throw new Rejection('ACCOUNTS_TOO_MANY_ATTEMPTS', { retryAfterSeconds });
};

/**
 * Rate limits of sign-in and sign-up. Attempts are counted by address and by name and address, never by name alone, so nobody can
 * lock out the owner of a name.
 */
@Injectable()
export class LoginRateLimits {
  private readonly byName: RateLimit;
  private readonly byAddress: RateLimit;
  private readonly signUps: RateLimit;
  private readonly confirmations: RateLimit;
  private readonly claims: RateLimit;

  constructor(limits: RateLimits, config: Config) {
    this.byName = limits.shared({ name: 'sign-in:name', points: ATTEMPTS_PER_NAME, seconds: WINDOW_SECONDS });
    this.byAddress = limits.shared({
      name: 'sign-in:address',
      points: ATTEMPTS_PER_ADDRESS,
      seconds: WINDOW_SECONDS,
    });
    this.signUps = limits.shared({ name: 'sign-up', points: config.signUpsPerHour, seconds: 60 * MINUTE_SECONDS });
    this.confirmations = limits.shared({ name: 'password', points: CONFIRM_ATTEMPTS, seconds: WINDOW_SECONDS });
    this.claims = limits.shared({ name: 'claim', points: CLAIM_ATTEMPTS, seconds: WINDOW_SECONDS });
  }

  /** Counts a sign-in attempt. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  async countSignIn(address: string, foldedName: string): Promise<void> {
    const key = addressKey(address);
    rejectIfExceeded(await this.byName.spend(`${key} ${foldedName}`));
    rejectIfExceeded(await this.byAddress.spend(key));
  }

  /** Resets the attempts for this name from this address. */
  async resetSignIn(address: string, foldedName: string): Promise<void> {
    const key = addressKey(address);
    await this.byName.reset(`${key} ${foldedName}`);
    await this.byAddress.refund(key);
  }

  /** Counts a new account. @throws Rejection ACCOUNTS_TOO_MANY_ATTEMPTS { retryAfterSeconds } */
  async countSignUp(address: string): Promise<void> {
    rejectIfExceeded(await this.signUps.spend(addressKey(address)));
  }

  /** Returns the attempt of a sign-up that failed. */
  async refundSignUp(address: string): Promise<void> {
    await this.signUps.refund(addressKey(address));
  }

  /** Counts an attempt of a signed-in user to confirm their password. @throws as `signIn` */
  async countConfirmation(accountId: string): Promise<void> {
    rejectIfExceeded(await this.confirmations.spend(accountId));
  }

  async resetConfirmations(accountId: string): Promise<void> {
    await this.confirmations.reset(accountId);
  }

  /** Counts an attempt to become the first admin. @throws as `signIn` */
  async countClaim(address: string): Promise<void> {
    rejectIfExceeded(await this.claims.spend(addressKey(address)));
  }
}
