import { describe, expect, it } from '@jest/globals';
import { INTEREST_MS } from './redis-protocol.js';
import { FrameSubscribers } from './redis-render-worker.js';

describe('[N7] FrameSubscribers', () => {
  it('has subscribers until the last server unsubscribes', () => {
    const interest = new FrameSubscribers();
    interest.update('a', true, 0);
    interest.update('b', true, 0);
    interest.update('a', false, 1);
    expect(interest.hasAny(1)).toBe(true);
    interest.update('b', false, 2);
    expect(interest.hasAny(2)).toBe(false);
  });

  it('expires a subscription when it is not repeated', () => {
    const interest = new FrameSubscribers();
    interest.begin(true, 0);
    expect(interest.hasAny(INTEREST_MS)).toBe(true);
    expect(interest.hasAny(INTEREST_MS + 1)).toBe(false);
    interest.update('a', true, INTEREST_MS);
    interest.begin(false, INTEREST_MS);
    expect(interest.hasAny(INTEREST_MS)).toBe(false);
  });
});
