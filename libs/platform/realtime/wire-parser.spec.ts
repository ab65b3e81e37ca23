import { describe, expect, it } from '@jest/globals';
import { encode } from '@msgpack/msgpack';
import referenceParser from 'socket.io-msgpack-parser';
import { LIMITS } from '@visionary/contract';
import { wireParser } from './wire-parser.js';

const packet = { type: 2, nsp: '/', data: ['jam.update', { roomId: 'r', n: 1.5, none: null, text: '你好🎨' }], id: 7 };

const read = (frame: unknown, maxBytes: number = LIMITS.socketFrameBytes): unknown[] => {
  const decoder = new wireParser.Decoder();
  decoder.admit(maxBytes);
  const decoded: unknown[] = [];
  decoder.on('decoded', (one) => decoded.push(one));
  decoder.add(frame);
  return decoded;
};

describe('wireParser', () => {
  it('[RT10] is compatible with socket.io-msgpack-parser in both directions', () => {
    const [frame] = new referenceParser.Encoder().encode(packet) as unknown as [Buffer];
    expect(read(frame)).toEqual([packet]);
    const decoder = new referenceParser.Decoder() as unknown as {
      on(name: string, f: (p: unknown) => void): void;
      add(b: Buffer): void;
    };
    const decoded: unknown[] = [];
    decoder.on('decoded', (one) => decoded.push(one));
    decoder.add(Buffer.from(new wireParser.Encoder().encode(packet)[0]));
    expect(decoded).toEqual([packet]);
  });

  it('encodes only the visible bytes of a view, not the rest of its buffer', () => {
    const pool = new TextEncoder().encode('secret bytes secret');
    const bytes = pool.subarray(7, 12);
    const [frame] = new wireParser.Encoder().encode({ type: 2, nsp: '/', data: ['x', { bytes }] });
    expect(Buffer.from(frame).includes('secret')).toBe(false);
    const [decoded] = read(frame) as [{ data: [string, { bytes: Uint8Array }] }];
    expect(Buffer.from(decoded.data[1].bytes).toString()).toBe('bytes');
  });

  it('[RT10] accepts the longest list of a command, but no longer one in a long frame', () => {
    const ids = Array.from({ length: LIMITS.availabilitySubscriptions }, () => 'x'.repeat(36));
    const subscribing = { type: 2, nsp: '/', data: ['users.subscribeAvailability', { userIds: ids }], id: 1 };
    expect(read(new wireParser.Encoder().encode(subscribing)[0])).toEqual([subscribing]);
    const more = { ...subscribing, data: ['users.subscribeAvailability', { userIds: [...ids, 'x'] }] };
    expect(() => read(new wireParser.Encoder().encode(more)[0])).toThrow();
    const long = {
      ...subscribing,
      data: ['users.subscribeAvailability', { userIds: ids, note: 'x'.repeat(16 * 1024) }],
    };
    expect(() => read(new wireParser.Encoder().encode(long)[0])).toThrow();
  });

  it('omits undefined', () => {
    const [frame] = new wireParser.Encoder().encode({ type: 3, nsp: '/', data: [{ a: undefined, b: 1 }] });
    expect(read(frame)).toEqual([{ type: 3, nsp: '/', data: [{ b: 1 }] }]);
  });

  it.each([
    ['lists that claim 30 million items, nested', Buffer.alloc(300, Buffer.from([0xdd, 0x01, 0xc9, 0xc3, 0x80]))],
    ['a map that claims 4 billion keys', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff])],
    ['a text longer than its frame', Buffer.from([0xdb, 0x7f, 0xff, 0xff, 0xff, 0x41])],
    ['nothing', Buffer.alloc(0)],
    ['text', '42["chat.send",{}]'],
    ['a number', encode(7)],
    ['no namespace', encode({ type: 2, data: ['x'] })],
    ['an unknown type', encode({ type: 9, nsp: '/', data: ['x'] })],
    ['an event without a name', encode({ type: 2, nsp: '/', data: [] })],
    ['an event named by an object', encode({ type: 2, nsp: '/', data: [{}] })],
    ['a faked end', encode({ type: 2, nsp: '/', data: ['disconnect', 'transport close'] })],
    ['a negative id', encode({ type: 2, nsp: '/', data: ['x'], id: -1 })],
    ['something after the packet', Buffer.concat([encode({ type: 2, nsp: '/', data: ['x'] }), Buffer.from([1])])],
  ])('[RT10] rejects %s', (_what, frame) => {
    const before = process.memoryUsage().rss;
    expect(() => read(frame)).toThrow();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it.each([
    ['maps nested in maps', Buffer.alloc(LIMITS.socketFrameBytes, 0x81), 'nested deeper than 32 levels, at byte 33'],
    ['lists nested in lists', Buffer.alloc(LIMITS.socketFrameBytes, 0x91), 'nested deeper than 32 levels, at byte 33'],
    [
      'a data field nested a million deep',
      Buffer.concat([Buffer.from([0x84]), encode('data'), Buffer.alloc(1_000_000, 0x91)]),
      'nested deeper than 32 levels, at byte 38',
    ],
    [
      'lists of lists of short lists',
      Buffer.concat([
        Buffer.from([0xdc, 0, 64]),
        ...Array.from({ length: 64 }, () =>
          Buffer.concat([
            Buffer.from([0xdc, 0, 64]),
            Buffer.alloc(64 * 9, Buffer.from([0x98, 1, 1, 1, 1, 1, 1, 1, 1])),
          ]),
        ),
      ]),
      'more than 4096 values, at byte',
    ],
    ['a list longer than its frame', Buffer.from([0xdc, 0xff, 0xff, 1]), 'a value longer than its frame, at byte 3'],
    ['bytes longer than their frame', Buffer.from([0xc6, 0, 0, 0, 9, 1]), 'a value longer than its frame, at byte 14'],
  ])('[RT29] rejects %s before it is decoded', (_what, frame, reason) => {
    expect(() => read(frame)).toThrow(reason);
  });

  it('[RT29] spends next to no CPU time on nested megabytes', () => {
    const frames = [0x81, 0x91].map((byte) => Buffer.alloc(LIMITS.socketFrameBytes, byte));
    const before = process.cpuUsage();
    for (let n = 0; n < 10; n++) for (const frame of frames) expect(() => read(frame)).toThrow();
    const { user, system } = process.cpuUsage(before);
    // Decoding takes a quarter of a second for each, so 5 s together.
    expect((user + system) / 1000).toBeLessThan(500);
  });

  it('[RT29] takes one short frame before the handshake', () => {
    const connect = { type: 0, nsp: '/', data: { protocol: 1, page: 'x'.repeat(36) } };
    const frameOf = (one: object) => new wireParser.Encoder().encode(one as typeof connect)[0];
    const decoder = new wireParser.Decoder();
    const decoded: unknown[] = [];
    decoder.on('decoded', (one) => decoded.push(one));
    const long = { ...connect, data: { page: 'x'.repeat(4096) } };
    expect(() => new wireParser.Decoder().add(frameOf(long))).toThrow('longer than 4096 bytes');
    decoder.add(frameOf(connect));
    expect(() => decoder.add(frameOf(connect))).toThrow('a second frame before the handshake');
    decoder.admit(LIMITS.visitorFrameBytes);
    decoder.add(frameOf(packet));
    expect(decoded).toEqual([connect, packet]);
  });

  it('[RT29] takes the longest texts that a visitor has checked, but nothing over 64 KiB', () => {
    const lines = Array.from({ length: LIMITS.textsPerCheck }, (_, n) => [
      `${n}`.repeat(32),
      '好'.repeat(LIMITS.messageLength),
    ]);
    const checking = {
      ...{ type: 2, nsp: '/', id: 1 },
      data: ['safety.checkTexts', { scope: 'chat', texts: Object.fromEntries(lines) as object }],
    };
    const frame = new wireParser.Encoder().encode(checking)[0];
    expect(read(frame, LIMITS.visitorFrameBytes)).toEqual([checking]);
    const long = { ...checking, data: ['safety.checkTexts', 'x'.repeat(LIMITS.visitorFrameBytes)] };
    expect(() => read(new wireParser.Encoder().encode(long)[0], LIMITS.visitorFrameBytes)).toThrow('longer than');
  });
});
