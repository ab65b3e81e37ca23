import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STARVATION_MS, FairScheduler, MAX_OVERTAKES, type LastServed, type QueuedTake } from './fair-scheduler.js';

const byAge = (a: QueuedTake, b: QueuedTake) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1);
const latest = (...times: number[]) => Math.max(-Infinity, ...times);

/** The same order by the plainest means: every turn looks at every room and member. */
class ReferenceScheduler {
  private waiting: readonly QueuedTake[];
  private readonly overtaken = new Map<string, number>();

  constructor(
    waiting: readonly QueuedTake[],
    private readonly served: LastServed[],
    private turn: number,
  ) {
    this.waiting = waiting.toSorted(byAge);
    this.turn = latest(turn, ...waiting.map(({ queuedAt }) => queuedAt), ...served.map(({ at }) => at));
  }

  candidates(waiting = this.waiting): QueuedTake[] {
    const members = Map.groupBy(waiting, ({ roomId, authorId }) => `${roomId}/${authorId}`);
    return [...members.values()].flatMap(([head]) => head ?? []);
  }

  next(): QueuedTake | undefined {
    const rooms = [...Map.groupBy(this.candidates(), ({ roomId }) => roomId)].map(([roomId, heads]) => {
      const [first] = heads.toSorted((a, b) => this.memberDueAt(a) - this.memberDueAt(b) || byAge(a, b));
      const queuedAt = Math.min(...heads.map(({ queuedAt }) => queuedAt));
      return {
        take: first!,
        dueAt: latest(
          this.servedAt((one) => one.roomId === roomId),
          queuedAt,
        ),
      };
    });
    const aged = this.candidates().map((take) => ({ take, dueAt: this.starvationDeadline(take) }));
    const [first] = [...rooms, ...aged].sort((a, b) =>
      a.dueAt === b.dueAt ? byAge(a.take, b.take) : a.dueAt - b.dueAt,
    );
    if (first) this.serve(first.take, (this.turn += 1));
    return first?.take;
  }

  serveNext(take: QueuedTake, overtaken: readonly QueuedTake[], at: number): void {
    for (const { id } of overtaken) this.overtaken.set(id, (this.overtaken.get(id) ?? 0) + 1);
    this.serve(take, (this.turn = latest(this.turn, at)));
  }

  private serve({ id, roomId, authorId }: QueuedTake, at: number): void {
    this.waiting = this.waiting.filter((one) => one.id !== id);
    this.served.push({ roomId, authorId, at });
  }

  private servedAt(predicate: (one: LastServed) => boolean): number {
    return latest(...this.served.filter(predicate).map(({ at }) => at));
  }

  private memberDueAt({ roomId, authorId, queuedAt }: QueuedTake): number {
    return latest(
      queuedAt,
      this.servedAt((one) => one.roomId === roomId && one.authorId === authorId),
    );
  }

  private starvationDeadline({ id, authorId, queuedAt, overtaken }: QueuedTake): number {
    if (overtaken + (this.overtaken.get(id) ?? 0) >= MAX_OVERTAKES) return -Infinity;
    return (
      latest(
        queuedAt,
        this.servedAt((one) => one.authorId === authorId),
      ) + STARVATION_MS
    );
  }
}

const member = {
  roomId: fc.integer({ min: 0, max: 5 }).map((n) => `room ${n}`),
  authorId: fc.integer({ min: 0, max: 7 }).map((n) => `author ${n}`),
};
// Few times, so that many are equal, and some that are old enough.
const time = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 * STARVATION_MS }));
const queuedTake = fc.record({ ...member, queuedAt: time, overtaken: fc.integer({ min: 10, max: 16 }) });
const turn = fc.record({ ...member, at: time });
/** Turns that are given out of turn: which head goes, how many it overtakes, when. */
const outOfOrderTurn = fc.record({ head: fc.nat(40), overtakes: fc.nat(30), at: time });

describe('FairScheduler', () => {
  // A failure prints the seed.
  it('[G2] [G14] serves the same takes as the plain rule after any turns', () => {
    fc.assert(
      fc.property(
        fc.array(queuedTake, { maxLength: 50 }),
        fc.array(turn, { maxLength: 10 }),
        fc.array(outOfOrderTurn, { maxLength: 12 }),
        fc.integer({ min: 0, max: 4 * STARVATION_MS }),
        (queued, served, outOfOrderTurns, now) => {
          const waiting = queued.map((one, index) => ({ ...one, id: `${index}`.padStart(2, '0') }));
          const rotation = FairScheduler.of(waiting, served, now);
          const reference = new ReferenceScheduler(waiting, [...served], now);
          const servedIds = new Set<string>();
          for (const { head, overtakes, at } of outOfOrderTurns) {
            const heads = [...rotation.candidates().keys()].sort(byAge);
            expect(heads).toEqual(reference.candidates().sort(byAge));
            const take = heads[head % heads.length];
            if (!take) break;
            const others = waiting.filter(({ id }) => id !== take.id && !servedIds.has(id)).slice(0, overtakes);
            rotation.serveNext(take, others, at);
            reference.serveNext(take, others, at);
            servedIds.add(take.id);
            // Between gifts one turn in the fair order, so that what is due next is known already.
            const next = rotation.next();
            expect(next).toEqual(reference.next());
            if (next) servedIds.add(next.id);
          }
          const fork = rotation.clone();
          const order = waiting.map(() => reference.next());
          expect(waiting.map(() => fork.next())).toEqual(order);
          expect(waiting.map(() => rotation.next())).toEqual(order);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('[G2] compares takes about once each, not once per room', () => {
    const readsPerTake = (takeCount: number) => {
      let reads = 0;
      const waiting = Array.from({ length: takeCount }, (_, index) => {
        const take = { id: `${index}`, roomId: `room ${index >> 1}`, authorId: `author ${index}`, overtaken: 0 };
        return Object.defineProperty(take as QueuedTake, 'queuedAt', {
          enumerable: true,
          get: () => ((reads += 1), (index * 7919) % takeCount),
        });
      });
      const rotation = FairScheduler.of(waiting, [], takeCount);
      const order = waiting.map(() => rotation.next()?.id);
      expect(new Set(order).size).toBe(takeCount);
      return reads / takeCount;
    };
    expect(readsPerTake(8_000)).toBeLessThan(2 * readsPerTake(500));
  });
});
