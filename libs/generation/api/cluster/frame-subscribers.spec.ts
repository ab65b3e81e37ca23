import { describe, expect, it } from '@jest/globals';
import { INTEREST_MS } from './redis-protocol.js';
import { FrameSubscribers } from './frame-subscribers.js';

describe('[N7] who looks at a take', () => {
  it('is there until the last server has left', () => {
    const interest = new FrameSubscribers();
    interest.update('a', true, 0);
    interest.update('b', true, 0);
    interest.update('a', false, 1);
    expect(interest.hasAny(1)).toBe(true);
    interest.update('b', false, 2);
    expect(interest.hasAny(2)).toBe(false);
  });

  it('is believed for some seconds, also the order’s word', () => {
    const interest = new FrameSubscribers();
    interest.begin(true, 0);
    expect(interest.hasAny(INTEREST_MS)).toBe(true);
    expect(interest.hasAny(INTEREST_MS + 1)).toBe(false);
    interest.update('a', true, INTEREST_MS);
    interest.begin(false, INTEREST_MS);
    expect(interest.hasAny(INTEREST_MS)).toBe(false);
  });
});
