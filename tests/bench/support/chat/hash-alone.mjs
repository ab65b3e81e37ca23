/** The minimum cost of a sign-up: the password hash, with the concurrency of the server. */
import { hash } from '@node-rs/argon2';

import { answer, cpuUs } from './calls.mjs';

/** The same as in libs/accounts/storage/argon2-passwords.ts. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;

answer({
  /** @returns milliseconds from first to last, and microseconds of CPU time, of this many hashes */
  async time(count) {
    const [began, before] = [performance.now(), cpuUs()];
    let left = count;
    const worker = async () => {
      while (left-- > 0) await hash('only for measuring', OPTIONS);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { ms: performance.now() - began, us: cpuUs() - before };
  },
});
