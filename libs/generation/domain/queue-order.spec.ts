import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inLine, type ServedMember, type WaitingTake } from './queue-order.js';

let at = 0;
const take = (id: string, roomId: string, authorId: string): WaitingTake => ({ id, roomId, authorId, queuedAt: ++at });
const ids = (waiting: WaitingTake[], served: ServedMember[] = []) => inLine(waiting, served).map(({ id }) => id);

describe('the line', () => {
  it('[G2] is first come, first served for one person', () => {
    expect(ids([take('a', 'r', 'ann'), take('b', 'r', 'ann'), take('c', 'r', 'ann')])).toEqual(['a', 'b', 'c']);
  });

  it('[G2] lets rooms take turns, and in a room its members', () => {
    const waiting = [
      ...['a1', 'a2', 'a3'].map((id) => take(id, 'red', 'ann')),
      ...['b1', 'b2'].map((id) => take(id, 'red', 'bob')),
      ...['c1', 'c2'].map((id) => take(id, 'blue', 'cai')),
    ];
    expect(ids(waiting)).toEqual(['a1', 'c1', 'b1', 'c2', 'a2', 'b2', 'a3']);
  });

  it('[G2] remembers who had the last turn', () => {
    const waiting = [take('a', 'red', 'ann'), take('b', 'red', 'bob'), take('c', 'blue', 'cai')];
    const served = [
      { roomId: 'red', authorId: 'ann', at: 20 },
      { roomId: 'blue', authorId: 'cai', at: 10 },
    ];
    expect(ids(waiting, served)).toEqual(['c', 'b', 'a']);
  });

  it('[G2] never lets a flood hold up anybody else', () => {
    const room = fc.integer({ min: 0, max: 4 }).map((n) => `room ${n}`);
    const author = fc.integer({ min: 0, max: 3 }).map((n) => `author ${n}`);
    const wanted = fc.array(fc.record({ roomId: room, authorId: author }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(wanted, (orders) => {
        const waiting = orders.map((order, index) => ({ ...order, id: `${index}`, queuedAt: index }));
        const line = inLine(waiting, []);
        expect(line.map(({ id }) => id).sort()).toEqual(waiting.map(({ id }) => id).sort());
        const rooms = new Set(waiting.map(({ roomId }) => roomId)).size;
        for (const { roomId } of waiting) {
          // Every room has a turn within the first round.
          expect(line.findIndex((one) => one.roomId === roomId)).toBeLessThan(rooms);
        }
        for (const [index, one] of line.entries()) {
          const later = line.slice(index + 1).filter((other) => sameHand(one, other));
          for (const other of later) expect(other.queuedAt).toBeGreaterThan(one.queuedAt);
        }
      }),
    );
  });
});

const sameHand = (a: WaitingTake, b: WaitingTake) => a.roomId === b.roomId && a.authorId === b.authorId;
