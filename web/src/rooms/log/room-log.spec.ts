import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RoomEvent } from '@visionary/contract';
import { RoomLog } from './room-log.js';

const event = (seq: number): RoomEvent => ({
  roomId: 'r',
  seq,
  type: 'rooms.created',
  actorId: null,
  at: seq,
  payload: { by: { id: 'p', name: 'Ana' } },
});
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => event(from + i));

function aLog(server: () => RoomEvent[], pageSize = 3) {
  const seen: number[] = [];
  const flags: boolean[] = [];
  const requests: number[] = [];
  const reset: number[] = [];
  const log = new RoomLog({
    apply: (applied) => void seen.push(applied.seq),
    fetchAfter: async (afterSeq) => {
      requests.push(afterSeq);
      const rest = server().filter(({ seq }) => seq > afterSeq);
      return { events: rest.slice(0, pageSize), more: rest.length > pageSize };
    },
    onCatchingUp: (is) => void flags.push(is),
    reset: () => void reset.push(log.seq),
    backoff: async () => undefined,
  });
  return { log, seen, flags, requests, reset };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('following a room log', () => {
  it('applies events in order at once, without requests', async () => {
    const { log, seen, requests, flags } = aLog(() => []);
    log.resume(0);
    for (const next of upTo(3)) log.receive(next);
    await settled();
    expect(seen).toEqual([1, 2, 3]);
    expect(requests).toEqual([]);
    expect(flags).toEqual([]);
  });

  it('ignores duplicates', async () => {
    const { log, seen } = aLog(() => []);
    log.resume(0);
    for (const next of [...upTo(2), ...upTo(2)]) log.receive(next);
    await settled();
    expect(seen).toEqual([1, 2]);
  });

  it('buffers events before the snapshot and drops those that the snapshot covers', async () => {
    const { log, seen } = aLog(() => []);
    for (const early of upTo(6, 4)) log.receive(early);
    expect(seen).toEqual([]);
    log.resume(5);
    await settled();
    expect(seen).toEqual([6]);
  });

  it('requests a gap page by page, and reports that it is catching up meanwhile', async () => {
    const { log, seen, requests, flags } = aLog(() => upTo(9));
    log.resume(1);
    log.receive(event(9));
    await settled();
    expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(requests).toEqual([1, 4, 7]);
    expect(flags).toEqual([true, false]);
  });

  it('keeps requesting when the request fails or does not help yet', async () => {
    const seen: number[] = [];
    const patience: number[] = [];
    const answers = [Promise.reject(new Error('cut')), Promise.resolve([]), Promise.resolve(upTo(3))];
    const log = new RoomLog({
      apply: ({ seq }) => void seen.push(seq),
      fetchAfter: async () => ({ events: (await answers.shift()) ?? [], more: false }),
      onCatchingUp: () => undefined,
      reset: () => undefined,
      backoff: async (failures) => void patience.push(failures),
    });
    log.resume(0);
    log.receive(event(3));
    await settled();
    expect(seen).toEqual([1, 2, 3]);
    expect(patience).toEqual([1, 2]);
  });

  it('ignores a response that arrives after a disconnect', async () => {
    const answers: ((page: { events: RoomEvent[]; more: boolean }) => void)[] = [];
    const seen: number[] = [];
    const log = new RoomLog({
      apply: ({ seq }) => void seen.push(seq),
      fetchAfter: () => new Promise((resolve) => answers.push(resolve)),
      onCatchingUp: () => undefined,
      reset: () => undefined,
      backoff: async () => undefined,
    });
    log.resume(0);
    log.receive(event(2));
    log.pause();
    answers[0]?.({ events: upTo(2), more: false });
    await settled();
    expect(seen).toEqual([]);
    log.resume(4);
    log.receive(event(5));
    expect(seen).toEqual([5]);
  });

  it('requests the tail when it receives the log head', async () => {
    const { log, seen, requests } = aLog(() => upTo(5));
    log.receiveHead(5);
    log.resume(3);
    log.receiveHead(3);
    await settled();
    expect([seen, requests]).toEqual([[4, 5], [3]]);
    log.receiveHead(5);
    await settled();
    expect(requests).toEqual([3]);
  });

  it('requests a new snapshot when too much is missing, or the gap cannot be filled', async () => {
    const far = aLog(() => upTo(900));
    far.log.resume(1);
    far.log.receiveHead(700);
    await settled();
    expect([far.reset, far.requests]).toEqual([[1], []]);
    far.log.reset();
    expect([far.log.seq, far.flags.at(-1)]).toEqual([-1, false]);
    const hole = aLog(() => upTo(9, 5));
    hole.log.resume(1);
    hole.log.receive(event(9));
    await settled();
    expect([hole.reset, hole.seen]).toEqual([[1], []]);
  });

  it('[W9] ends equal to the database for any reordering, duplicates, losses, and disconnects', async () => {
    const steps = fc.array(
      fc.oneof(
        {
          weight: 8,
          arbitrary: fc.record({ kind: fc.constant('deliver' as const), seq: fc.integer({ min: 1, max: 40 }) }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('at' as const), seq: fc.integer({ min: 1, max: 41 }) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), seq: fc.constant(0) }) },
      ),
      { maxLength: 120, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 7 }), async (script, pageSize) => {
        const { log, seen, flags } = aLog(() => upTo(41), pageSize);
        log.resume(0);
        for (const step of script) {
          if (step.kind === 'deliver') log.receive(event(step.seq));
          else if (step.kind === 'at') log.receiveHead(step.seq);
          else {
            log.pause();
            await settled();
            log.resume(log.seq);
          }
        }
        log.receive(event(41));
        await settled();
        expect(seen).toEqual(upTo(41).map(({ seq }) => seq));
        expect(flags.at(-1) ?? false).toBe(false);
      }),
      { verbose: true },
    );
  });
});
