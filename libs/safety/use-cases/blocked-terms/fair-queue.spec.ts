import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

const WORK_MS = 3;

/** A queue whose clock only its own work moves forward, and whose later turns the test starts. */
function createQueue(limits: { readonly maxPerOwner?: number; readonly maxTotal?: number } = {}) {
  let nowMs = 0;
  let next: (() => void) | undefined;
  const pausesMs: number[] = [];
  const done: string[] = [];
  const queue = new FairQueue({
    turnMs: 5,
    now: () => nowMs,
    later: (callback, ms) => {
      pausesMs.push(ms);
      next = callback;
    },
    ...limits,
  });
  const add = (owner: string, ms = WORK_MS) =>
    queue.run(owner, () => {
      done.push(owner);
      nowMs += ms;
    });
  /** One turn of the event loop. @returns the owners whose work was done in it */
  const turn = () => {
    const [callback, before] = [next, done.length];
    next = undefined;
    callback?.();
    return done.slice(before);
  };
  return { queue, add, turn, pausesMs };
}

describe('FairQueue', () => {
  it('[G29] does at most one piece of work more than its time allows in a turn, and pauses as long', () => {
    const { add, turn, pausesMs } = createQueue();
    for (let n = 0; n < 30; n++) void add('flood');
    expect([turn(), turn(), turn()]).toEqual(Array(3).fill(['flood', 'flood']));
    expect(pausesMs).toEqual([0, 6, 6, 6]);
  });

  it('[G29] does slow work alone in its turn', () => {
    const { add, turn } = createQueue();
    for (let n = 0; n < 3; n++) void add('slow', 9);
    expect([turn(), turn(), turn(), turn()]).toEqual([['slow'], ['slow'], ['slow'], []]);
  });

  it('[G29] gives every owner a turn while one floods it', async () => {
    const { add, turn } = createQueue();
    for (let n = 0; n < 60; n++) void add('flood');
    const others = [add('ann'), add('bob')];
    expect([...turn(), ...turn()]).toEqual(['flood', 'ann', 'bob', 'flood']);
    await Promise.all(others);
  });

  it('[G29] rejects what one owner, or all together, have too much of', async () => {
    const { add, turn } = createQueue({ maxPerOwner: 2, maxTotal: 3 });
    void add('flood');
    void add('flood');
    const limited = { code: 'RATE_LIMITED', detail: { retryAfterSeconds: 1 } };
    await expect(add('flood')).rejects.toMatchObject(limited);
    void add('ann');
    await expect(add('bob')).rejects.toMatchObject(limited);
    turn();
    const accepted = add('bob');
    turn();
    await accepted;
  });

  it('[G29] reports the error of work, and goes on', async () => {
    const { queue, add, turn } = createQueue();
    const failing = queue.run('ann', () => {
      throw new Error('broken');
    });
    const other = add('bob');
    turn();
    await expect(failing).rejects.toThrow('broken');
    await other;
  });
});
