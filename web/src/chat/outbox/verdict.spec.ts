import { describe, expect, it } from '@jest/globals';
import { verdictOn } from './verdict.js';

describe('words that were not taken', () => {
  it('wait longer each time, or as long as the server says', () => {
    expect(verdictOn('TIMEOUT', {}, 0)).toEqual({ kind: 'later', afterMs: 1_000 });
    expect(verdictOn('UNAVAILABLE', {}, 9)).toEqual({ kind: 'later', afterMs: 30_000 });
    expect(verdictOn('RATE_LIMITED', { retryAfterSeconds: 7 }, 0)).toEqual({ kind: 'later', afterMs: 7_000 });
    expect(verdictOn('OFFLINE', {}, 0)).toEqual({ kind: 'connected' });
    expect(verdictOn('ROOMS_READ_ONLY', {}, 0)).toEqual({ kind: 'no' });
  });
});
