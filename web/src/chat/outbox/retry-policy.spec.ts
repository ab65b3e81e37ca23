import { describe, expect, it } from '@jest/globals';
import { decideRetry } from './retry-policy.js';

describe('retries of rejected messages', () => {
  it('wait longer each time, or as long as the server says', () => {
    expect(decideRetry('TIMEOUT', {}, 0)).toEqual({ kind: 'later', afterMs: 1_000 });
    expect(decideRetry('UNAVAILABLE', {}, 9)).toEqual({ kind: 'later', afterMs: 30_000 });
    expect(decideRetry('RATE_LIMITED', { retryAfterSeconds: 7 }, 0)).toEqual({ kind: 'later', afterMs: 7_000 });
    expect(decideRetry('UNAVAILABLE', { retryAfterSeconds: 3 }, 0)).toEqual({ kind: 'later', afterMs: 3_000 });
    expect(decideRetry('OFFLINE', {}, 0)).toEqual({ kind: 'connected' });
    expect(decideRetry('ROOMS_READ_ONLY', {}, 0)).toEqual({ kind: 'no' });
  });
});
