import { describe, expect, it } from '@jest/globals';
import { websocketFrame } from './websocket-frame.js';

describe('websocketFrame', () => {
  it.each([
    [0, '8200'],
    [125, '827d'],
    [126, '827e007e'],
    [65_535, '827effff'],
    [65_536, '827f0000000000010000'],
  ])('encodes the length of %i bytes as in RFC 6455', (length, head) => {
    const payload = new Uint8Array(length).fill(7);
    const frame = websocketFrame(payload);
    expect(frame.subarray(0, head.length / 2).toString('hex')).toBe(head);
    expect(frame.subarray(head.length / 2).equals(payload)).toBe(true);
  });
});
