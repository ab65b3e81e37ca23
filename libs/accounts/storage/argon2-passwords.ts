import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Rejection } from '@visionary/kernel';
import { Passwords } from '../domain/passwords.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

/** argon2id (the package's default) with the parameters of OWASP's password storage cheat sheet; memory in KiB. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes 19 MiB and one of libuv's four threads, which files and names need too. */
const AT_ONCE = 2;
const WAITING_MAX = 1_000;
const RETRY_AFTER_SECONDS = 10;

@Injectable()
export class Argon2Passwords extends Passwords {
  private readonly concurrencyLimiter = new ConcurrencyLimiter(AT_ONCE, WAITING_MAX);
  /** Of nobody's password, with the same parameters: checking against it takes as long as checking a real one. */
  private readonly nobody = hash('nobody has this password', OPTIONS);

  async hash(password: string): Promise<string> {
    return this.takeTurn(() => hash(password, OPTIONS));
  }

  async verify(stored: string | null, password: string): Promise<boolean> {
    const right = await this.takeTurn(async () => verify(stored ?? (await this.nobody), password));
    return right && stored !== null;
  }

  private takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.concurrencyLimiter.pass(work);
    if (!turn) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    return turn;
  }
}
