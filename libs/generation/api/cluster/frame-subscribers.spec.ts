import { describe, expect, it } from '@jest/globals';
import { INTEREST_MS } from './redis-protocol.js';
import { FrameSubscribers } from './frame-subscribers.js';

describe('[N7] who looks at a take', () => {
  it('is there until the last server has left', () => {
    const interest = new FrameSubscribers();
    interest.hear('a', true, 0);
    interest.hear('b', true, 0);
    interest.hear('a', false, 1);
    expect(interest.isThere(1)).toBe(true);
    interest.hear('b', false, 2);
    expect(interest.isThere(2)).toBe(false);
  });

  it('is believed for some seconds, also the order’s word', () => {
    const interest = new FrameSubscribers();
    interest.begin(true, 0);
    expect(interest.isThere(INTEREST_MS)).toBe(true);
    expect(interest.isThere(INTEREST_MS + 1)).toBe(false);
    interest.hear('a', true, INTEREST_MS);
    interest.begin(false, INTEREST_MS);
    expect(interest.isThere(INTEREST_MS)).toBe(false);
  });
});
