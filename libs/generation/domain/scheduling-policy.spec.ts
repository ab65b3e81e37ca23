import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STARVATION_MS, FairScheduler, type LastServed, type QueuedTake, MAX_OVERTAKES } from './fair-scheduler.js';
import { loadedMemoryKey, modelMemoryKey } from './loras.js';
import { type SchedulableTake, chooseNextTake, type RendererCaches } from './scheduling-policy.js';

let at = 0;
const take = (id: string, roomId: string, authorId: string, queuedAt = ++at): QueuedTake => {
  return { id, roomId, authorId, queuedAt, overtaken: 0 };
};
const fairOrder = <T extends QueuedTake>(waiting: readonly T[], served: readonly LastServed[] = [], now = at): T[] => {
  const rotation = FairScheduler.of(waiting, served, now);
  return waiting.map(() => rotation.next()).filter((one) => one !== undefined);
};
const ids = (...args: Parameters<typeof fairOrder>) => fairOrder(...args).map(({ id }) => id);

describe('FairScheduler.next', () => {
  it('[G2] serves takes of one user in order', () => {
    expect(ids([take('a', 'r', 'ann'), take('b', 'r', 'ann'), take('c', 'r', 'ann')])).toEqual(['a', 'b', 'c']);
  });

  it('[G2] alternates between rooms, and in a room between members', () => {
    const waiting = [
      ...['a1', 'a2', 'a3'].map((id) => take(id, 'red', 'ann')),
      ...['b1', 'b2'].map((id) => take(id, 'red', 'bob')),
      ...['c1', 'c2'].map((id) => take(id, 'blue', 'cai')),
    ];
    expect(ids(waiting)).toEqual(['a1', 'c1', 'b1', 'c2', 'a2', 'b2', 'a3']);
  });

  it('[G2] serves the user last who was served last', () => {
    const waiting = [take('a', 'red', 'ann'), take('b', 'red', 'bob'), take('c', 'blue', 'cai')];
    const served = [
      { roomId: 'red', authorId: 'ann', at: at + 20 },
      { roomId: 'blue', authorId: 'cai', at: at + 10 },
    ];
    expect(ids(waiting, served)).toEqual(['c', 'b', 'a']);
  });

  it('[G14] gives no advantage when a user was silent for long', () => {
    const waiting = [take('a', 'red', 'ann', 100), take('b', 'blue', 'bob', 200)];
    expect(ids(waiting, [{ roomId: 'red', authorId: 'ann', at: 50 }], 300)).toEqual(['a', 'b']);
  });

  it('[G14] serves a user who waited too long when the room is crowded', () => {
    const crowd = Array.from({ length: 9 }, (_, i) => take(`red ${i}`, 'red', `member ${i}`, i));
    const late = take('blue', 'blue', 'bob', 5 + STARVATION_MS);
    const served = [{ roomId: 'red', authorId: 'somebody', at: 6 + STARVATION_MS }];
    // Members who queued STARVATION_MS before blue go first, although red was served last.
    expect(ids([...crowd, late], served, 7 + STARVATION_MS)).toEqual([
      ...['red 0', 'red 1', 'red 2', 'red 3', 'red 4', 'red 5'],
      ...['blue', 'red 6', 'red 7', 'red 8'],
    ]);
  });

  it('[G2] does not delay others when one user floods the queue', () => {
    const room = fc.integer({ min: 0, max: 4 }).map((n) => `room ${n}`);
    const author = fc.integer({ min: 0, max: 3 }).map((n) => `author ${n}`);
    const requests = fc.array(fc.record({ roomId: room, authorId: author }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(requests, (orders) => {
        const waiting = orders.map((order, index) => ({ ...order, id: `${index}`, queuedAt: index, overtaken: 0 }));
        const served = fairOrder(waiting, [], orders.length);
        expect(served.map(({ id }) => id).sort()).toEqual(waiting.map(({ id }) => id).sort());
        const rooms = new Set(waiting.map(({ roomId }) => roomId)).size;
        for (const { roomId } of waiting) {
          // Every room has a turn within the first round.
          expect(served.findIndex((one) => one.roomId === roomId)).toBeLessThan(rooms);
        }
        for (const [index, one] of served.entries()) {
          const later = served.slice(index + 1).filter((other) => sameAuthorInRoom(one, other));
          for (const other of later) expect(other.queuedAt).toBeGreaterThan(one.queuedAt);
        }
      }),
    );
  });
});

const sameAuthorInRoom = (a: QueuedTake, b: QueuedTake) => a.roomId === b.roomId && a.authorId === b.authorId;

const queuedTake = (id: string, memoryKey: string, change: Partial<SchedulableTake> = {}): SchedulableTake => {
  return { ...take(id, `room ${id}`, `author ${id}`), memoryKey, ...change };
};
const pick = (waiting: SchedulableTake[], caches: Partial<RendererCaches> = {}, now = at) => {
  const turn = chooseNextTake({ waiting, served: [], now }, { own: [], others: [], ...caches });
  return turn && [turn.take.id, turn.overtakes.map(({ id }) => id)];
};

describe('chooseNextTake', () => {
  it('[G14] chooses the first take whose model is loaded', () => {
    const waiting = [queuedTake('a', 'x'), queuedTake('b', 'y'), queuedTake('c', 'z'), queuedTake('d', 'y')];
    expect(pick(waiting, { own: ['z', 'y'] })).toEqual(['b', ['a']]);
    expect(pick(waiting, { own: ['x'] })).toEqual(['a', []]);
    expect(pick(waiting)).toEqual(['a', []]);
    expect(pick([])).toBeUndefined();
  });

  it('[E61] counts a model as loaded whatever the LoRAs, where these are applied while it is loaded', () => {
    const waiting = [queuedTake('a', 'x'), queuedTake('b', modelMemoryKey('y', [{ id: 'ink', weight: 0.85 }]))];
    const loaded = { modelName: 'y', loras: [] };
    expect(pick(waiting, { own: [loadedMemoryKey({ ...loaded, isAdaptable: true })] })).toEqual(['b', ['a']]);
    expect(pick(waiting, { own: [loadedMemoryKey(loaded)] })).toEqual(['a', []]);
    const merged = { ...loaded, loras: [{ id: 'ink', weight: 0.8 }], isAdaptable: true };
    expect(pick(waiting, { own: [loadedMemoryKey(merged)] })).toEqual(['a', []]);
  });

  it('[G14] keeps the order of a member’s takes', () => {
    const member = { roomId: 'r', authorId: 'ann' };
    const waiting = [queuedTake('a', 'x', member), queuedTake('b', 'y', member), queuedTake('c', 'y')];
    expect(pick(waiting, { own: ['y'] })).toEqual(['c', ['a']]);
    expect(pick(waiting.slice(0, 2), { own: ['y'] })).toEqual(['a', []]);
  });

  it('[G14] leaves a model to the renderer that has it loaded, else chooses one that none has', () => {
    const waiting = [queuedTake('a', 'x', { queuedAt: 1 }), queuedTake('b', 'y', { queuedAt: 2 })];
    const busy = { loadedKeys: ['x'], isIdle: false };
    expect(pick(waiting, { others: [busy] }, 5_000)).toEqual(['b', ['a']]);
    expect(pick([waiting[0]!], { others: [busy] }, 5_000)).toEqual(['a', []]);
    // One that is free asks for it itself; where it does not, it may be gone.
    const idle = { loadedKeys: ['x'], isIdle: true };
    expect(pick([waiting[0]!], { idleSince: 4_000, others: [idle] }, 5_000)).toBeUndefined();
    expect(pick([waiting[0]!], { idleSince: 1_000, others: [idle] }, 5_000)).toEqual(['a', []]);
    const forbidden = { ...idle, mayRender: () => false };
    expect(pick([waiting[0]!], { idleSince: 4_000, others: [forbidden] }, 5_000)).toEqual(['a', []]);
  });

  it('[G14] never overtakes a take more often than MAX_OVERTAKES', () => {
    const overtakenOften = { overtaken: MAX_OVERTAKES };
    const waiting = [
      queuedTake('a', 'x'),
      queuedTake('b', 'y', overtakenOften),
      queuedTake('c', 'z', overtakenOften),
      queuedTake('d', 'x'),
    ];
    expect(pick(waiting, { own: ['x'] })).toEqual(['b', []]);
  });
});

const MODELS = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'];
const order = fc.record({
  afterMs: fc.integer({ min: 0, max: 4_000 }),
  roomId: fc.integer({ min: 0, max: 4 }).map((n) => `room ${n}`),
  authorId: fc.integer({ min: 0, max: 5 }).map((n) => `author ${n}`),
  memoryKey: fc.constantFrom(...MODELS),
});
type Order = { afterMs: number; roomId: string; authorId: string; memoryKey: string };

interface Started {
  readonly take: SchedulableTake;
  readonly at: number;
  /** All that waited at that moment. */
  readonly before: readonly SchedulableTake[];
}

/** A renderer with room for three models does all orders; most of them wait. */
const serve = (orders: readonly Order[], renderMs = 3_000, capacity = 3): Started[] => {
  const arrivals: SchedulableTake[] = [];
  let queuedAt = 0;
  for (const [index, { afterMs, ...rest }] of orders.entries()) {
    queuedAt += afterMs;
    arrivals.push({ ...rest, id: `${index}`.padStart(4, '0'), queuedAt, overtaken: 0 });
  }
  const served: LastServed[] = [];
  const started: Started[] = [];
  let [waiting, own]: [SchedulableTake[], string[]] = [[], []];
  for (let now = 0; started.length < orders.length;) {
    while (arrivals[0] && arrivals[0].queuedAt <= now) waiting.push(arrivals.shift()!);
    const turn = chooseNextTake({ waiting, served, now }, { own, others: [] });
    if (!turn) {
      now = arrivals[0]!.queuedAt;
      continue;
    }
    const { take } = turn;
    started.push({ take, at: now, before: waiting });
    const overtaken = new Set(turn.overtakes.map(({ id }) => id));
    waiting = waiting
      .filter(({ id }) => id !== take.id)
      .map((one) => (overtaken.has(one.id) ? { ...one, overtaken: one.overtaken + 1 } : one));
    served.push({ roomId: take.roomId, authorId: take.authorId, at: now });
    now += renderMs + (own.includes(take.memoryKey) ? 0 : 2_000);
    own = [take.memoryKey, ...own.filter((key) => key !== take.memoryKey)].slice(0, capacity);
  }
  return started;
};

describe('a simulated queue', () => {
  const orders = fc.array(order, { minLength: 1, maxLength: 120 });

  it('[G14] starts every take once, deterministically, within the overtake limit', () => {
    fc.assert(
      fc.property(orders, (requests) => {
        const started = serve(requests);
        expect(started.map(({ take }) => take.id).sort()).toEqual(requests.map((_, i) => `${i}`.padStart(4, '0')));
        expect(serve(requests)).toEqual(started);
        for (const { take, before } of started) {
          for (const one of [take, ...before]) expect(one.overtaken).toBeLessThanOrEqual(MAX_OVERTAKES);
        }
      }),
    );
  });

  it('[G14] serves every room and member within a bounded number of turns', () => {
    fc.assert(
      fc.property(orders, (requests) => {
        const started = serve(requests);
        const members = new Set(requests.map(({ roomId, authorId }) => `${roomId}/${authorId}`)).size;
        const rooms = new Set(requests.map(({ roomId }) => roomId)).size;
        // Of all waiting takes only the first of each member can be next: one round of them, and the overtakes of each.
        const longestWait = (keyOf: (one: SchedulableTake) => string) => {
          const waits = new Map<string, number>();
          let longest = 0;
          for (const { take, before } of started) {
            const waitingKeys = new Set(before.map(keyOf));
            for (const key of waits.keys()) if (!waitingKeys.has(key)) waits.delete(key);
            for (const key of waitingKeys) waits.set(key, (waits.get(key) ?? 0) + 1);
            waits.delete(keyOf(take));
            longest = Math.max(longest, ...waits.values());
          }
          return longest;
        };
        expect(longestWait(({ roomId }) => roomId)).toBeLessThanOrEqual(2 * rooms + members + MAX_OVERTAKES);
        expect(longestWait((one) => `${one.roomId}/${one.authorId}`)).toBeLessThanOrEqual(2 * members + MAX_OVERTAKES);
      }),
    );
  });

  it('[G14] delays only the author of a flood', () => {
    const calmRequest = fc.record({
      afterMs: fc.integer({ min: 100, max: 900 }),
      memoryKey: fc.constantFrom(...MODELS),
    });
    fc.assert(
      fc.property(
        fc.array(calmRequest, { minLength: 3, maxLength: 10 }),
        fc.constantFrom(...MODELS),
        (others, memoryKey) => {
          const flood = Array.from({ length: 40 }, () => ({ afterMs: 0, roomId: 'flood', authorId: 'x', memoryKey }));
          const calm = others.map((one, i) => ({ ...one, roomId: `room ${i}`, authorId: `author ${i}` }));
          const turns = serve([...flood, ...calm]).map(({ take }) => take);
          // Each of the others waits for the others, the flood's next turn, and at most the overtakes.
          const lastCalm = turns.findLastIndex(({ roomId }) => roomId !== 'flood');
          expect(lastCalm).toBeLessThanOrEqual(2 * calm.length + MAX_OVERTAKES + 1);
        },
      ),
    );
  });

  it('[G14] loads at most half as many models as first-come-first-served', () => {
    const seed = fc.array(order, { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(seed, (requests) => {
        const busy = requests.map((one) => ({ ...one, afterMs: one.afterMs / 4 }));
        const countLoads = (keys: readonly string[]) => {
          let memory: string[] = [];
          return keys.filter((key) => {
            const isMiss = !memory.includes(key);
            memory = [key, ...memory.filter((other) => other !== key)].slice(0, 3);
            return isMiss;
          }).length;
        };
        const inOrder = countLoads(busy.map(({ memoryKey }) => memoryKey));
        expect(countLoads(serve(busy).map(({ take }) => take.memoryKey))).toBeLessThanOrEqual(0.5 * inOrder);
      }),
      { numRuns: 30 },
    );
  });
});
