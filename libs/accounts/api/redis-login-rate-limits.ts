import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { addressKey, type RateLimit, RateLimits } from '@visionary/platform/http';
import { LoginRateLimits } from '../domain/login-rate-limits.js';

const MINUTE_SECONDS = 60;
const WINDOW_SECONDS = 15 * MINUTE_SECONDS;
const TRIES_FOR_A_NAME = 20;
const TRIES_FROM_AN_ADDRESS = 100;
const TRIES_TO_CONFIRM = 10;
const TRIES_TO_CLAIM = 20;

const refuse = (retryAfterSeconds: number | null): void => {
  if (retryAfterSeconds !== null) throw new Rejection('ACCOUNTS_TOO_MANY_ATTEMPTS', { retryAfterSeconds });
};

@Injectable()
export class RedisLoginRateLimits extends LoginRateLimits {
  private readonly forName: RateLimit;
  private readonly fromAddress: RateLimit;
  private readonly newcomers: RateLimit;
  private readonly confirming: RateLimit;
  private readonly claiming: RateLimit;

  constructor(limits: RateLimits, config: Config) {
    super();
    this.forName = limits.shared({ name: 'sign-in:name', points: TRIES_FOR_A_NAME, seconds: WINDOW_SECONDS });
    this.fromAddress = limits.shared({
      name: 'sign-in:address',
      points: TRIES_FROM_AN_ADDRESS,
      seconds: WINDOW_SECONDS,
    });
    this.newcomers = limits.shared({ name: 'sign-up', points: config.signUpsPerHour, seconds: 60 * MINUTE_SECONDS });
    this.confirming = limits.shared({ name: 'password', points: TRIES_TO_CONFIRM, seconds: WINDOW_SECONDS });
    this.claiming = limits.shared({ name: 'claim', points: TRIES_TO_CLAIM, seconds: WINDOW_SECONDS });
  }

  async signIn(address: string, foldedName: string): Promise<void> {
    const from = addressKey(address);
    refuse(await this.forName.spend(`${from} ${foldedName}`));
    refuse(await this.fromAddress.spend(from));
  }

  async signedIn(address: string, foldedName: string): Promise<void> {
    const from = addressKey(address);
    await this.forName.forget(`${from} ${foldedName}`);
    await this.fromAddress.giveBack(from);
  }

  async signUp(address: string): Promise<void> {
    refuse(await this.newcomers.spend(addressKey(address)));
  }

  async notSignedUp(address: string): Promise<void> {
    await this.newcomers.giveBack(addressKey(address));
  }

  async confirm(accountId: string): Promise<void> {
    refuse(await this.confirming.spend(accountId));
  }

  async confirmed(accountId: string): Promise<void> {
    await this.confirming.forget(accountId);
  }

  async claim(address: string): Promise<void> {
    refuse(await this.claiming.spend(addressKey(address)));
  }
}
