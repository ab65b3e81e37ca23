import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { addressKey, type RateLimit, RateLimits } from '@visionary/platform/http';
import { LoginRateLimits } from '../domain/login-rate-limits.js';

const MINUTE_SECONDS = 60;
const WINDOW_SECONDS = 15 * MINUTE_SECONDS;
const ATTEMPTS_PER_NAME = 20;
const ATTEMPTS_PER_ADDRESS = 100;
const CONFIRM_ATTEMPTS = 10;
const CLAIM_ATTEMPTS = 20;

const rejectIfExceeded = (retryAfterSeconds: number | null): void => {
  if (retryAfterSeconds !== null) throw new Rejection('ACCOUNTS_TOO_MANY_ATTEMPTS', { retryAfterSeconds });
};

@Injectable()
export class RedisLoginRateLimits extends LoginRateLimits {
  private readonly byName: RateLimit;
  private readonly byAddress: RateLimit;
  private readonly signUps: RateLimit;
  private readonly confirmations: RateLimit;
  private readonly claims: RateLimit;

  constructor(limits: RateLimits, config: Config) {
    super();
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

  async signIn(address: string, foldedName: string): Promise<void> {
    const key = addressKey(address);
    rejectIfExceeded(await this.byName.spend(`${key} ${foldedName}`));
    rejectIfExceeded(await this.byAddress.spend(key));
  }

  async signedIn(address: string, foldedName: string): Promise<void> {
    const key = addressKey(address);
    await this.byName.forget(`${key} ${foldedName}`);
    await this.byAddress.giveBack(key);
  }

  async signUp(address: string): Promise<void> {
    rejectIfExceeded(await this.signUps.spend(addressKey(address)));
  }

  async notSignedUp(address: string): Promise<void> {
    await this.signUps.giveBack(addressKey(address));
  }

  async confirm(accountId: string): Promise<void> {
    rejectIfExceeded(await this.confirmations.spend(accountId));
  }

  async confirmed(accountId: string): Promise<void> {
    await this.confirmations.forget(accountId);
  }

  async claim(address: string): Promise<void> {
    rejectIfExceeded(await this.claims.spend(addressKey(address)));
  }
}
