import { describe, expect, it } from '@jest/globals';
import { decode, encode } from '@msgpack/msgpack';
import { preEncoded, newEncoder } from './pre-encoded.js';

/** Counts accesses to its content. */
const counted = () => {
  const reads = { times: 0 };
  const list = [
    {
      get text() {
        reads.times += 1;
        return '你好 '.repeat(1_000);
      },
      none: undefined,
      bytes: new Uint8Array([1, 2, 3]),
    },
  ];
  return { list, reads };
};

describe('preEncoded', () => {
  it('encodes to the same bytes as the value itself, at any depth', () => {
    const { list } = counted();
    const reply = (events: object) => ({ seq: 7, events, more: [events, { after: true }] });
    const bytes = newEncoder().encode(reply(preEncoded(list)));
    expect(Buffer.from(bytes).equals(encode(reply(list), { ignoreUndefined: true }))).toBe(true);
    expect(decode(bytes)).toMatchObject({ seq: 7, events: [{ text: '你好 '.repeat(1_000) }] });
  });

  it('encodes the value once for many replies', () => {
    const { list, reads } = counted();
    const encoder = newEncoder();
    const reply = (client: number) => encoder.encode({ client, events: preEncoded(list) });
    const frames = [reply(0)];
    const { times } = reads;
    frames.push(reply(1), reply(2));
    expect(reads.times).toBe(times);
    expect(frames.map((frame) => (decode(frame) as { client: number }).client)).toEqual([0, 1, 2]);
  });

  it('distinguishes values', () => {
    const encoder = newEncoder();
    const [one, other] = [[1], [2]].map((list) => decode(encoder.encode({ list: preEncoded(list) })));
    expect([one, other]).toEqual([{ list: [1] }, { list: [2] }]);
  });
});
