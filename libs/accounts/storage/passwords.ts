import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { ConcurrencyLimiter } from '@visionary/kernel';

/** argon2id (the package's default) with the parameters of OWASP's password storage cheat sheet; memory in KiB. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash takes 19 MiB and one of the four libuv threads, which file system and DNS calls need too. */
const CONCURRENCY = 2;
const MAX_WAITING = 1_000;
const RETRY_AFTER_SECONDS = 10;

/** Password hashing. Slow on purpose, off the event loop, with limited concurrency. */
@Injectable()
export class Passwords {
  private readonly concurrencyLimiter = new ConcurrencyLimiter(CONCURRENCY, MAX_WAITING, RETRY_AFTER_SECONDS);
  /** A hash with the same parameters: verifying against it takes as long as against a real one. */
  private readonly dummyHash = hash('nobody has this password', OPTIONS);

  /** @throws Rejection RATE_LIMITED when too many wait already */
  async hash(password: string): Promise<string> {
    return this.concurrencyLimiter.run(() => hash(password, OPTIONS));
  }

  /** Takes the same time without a hash and returns false then, so nobody learns which names exist. @throws as `hash` */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const isMatch = await this.concurrencyLimiter.run(async () => verify(stored ?? (await this.dummyHash), password));
    return isMatch && stored !== null;
  }
}
