import { describe, expect, it } from '@jest/globals';
import { encodeBinary, decodeBinary } from './binary.js';

describe('binary data in packets', () => {
  it('[W3] is sent as an ArrayBuffer of exactly its part of a larger one', () => {
    const part = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
    const [, payload] = encodeBinary(['jam.update', { update: part }]) as [string, { update: ArrayBuffer }];
    expect(payload.update).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(payload.update)]).toEqual([1, 2, 3]);
  });

  it('[W3] is received as Uint8Array at any depth', () => {
    const buffer = new Uint8Array([7, 8]).buffer;
    const [snapshot] = decodeBinary([{ frames: [{ frame: { bytes: buffer } }] }]) as [
      { frames: { frame: { bytes: Uint8Array } }[] },
    ];
    expect(snapshot.frames[0]?.frame.bytes).toBeInstanceOf(Uint8Array);
    expect([...(snapshot.frames[0]?.frame.bytes ?? [])]).toEqual([7, 8]);
  });

  it('leaves other values unchanged, and drops undefined', () => {
    const payload = { text: 'a', list: [1, null, false], nested: { absent: undefined, stored: 0 } };
    expect(encodeBinary(payload)).toEqual({ text: 'a', list: [1, null, false], nested: { stored: 0 } });
    expect('absent' in (encodeBinary(payload) as { nested: object }).nested).toBe(false);
    expect(decodeBinary('text')).toBe('text');
  });
});
