import { expect, it } from '@jest/globals';
import { CoalescedRunner } from './coalesced-runner.js';

/** A runner whose runs end when the test resolves them. */
function createRunner() {
  const ends: ((error?: Error) => void)[] = [];
  const coalescedRunner = new CoalescedRunner(
    () => new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
  );
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { runner: coalescedRunner, ends, turn };
}

it('[CA2] callers during a run share the next one', async () => {
  const { runner, ends, turn } = createRunner();
  const done: string[] = [];
  const join = (name: string) => void runner.join().then(() => done.push(name));
  join('first');
  join('at once');
  await turn();
  expect(ends).toHaveLength(1);
  join('late');
  join('later');
  await turn();
  expect([ends.length, done]).toEqual([1, []]);
  ends[0]?.();
  await turn();
  expect([ends.length, done]).toEqual([2, ['first', 'at once']]);
  ends[1]?.();
  await turn();
  expect(done).toEqual(['first', 'at once', 'late', 'later']);
});

it('failed run rejects only its own callers, and the next one runs', async () => {
  const { runner, ends, turn } = createRunner();
  const one = runner.join();
  const failing = expect(one).rejects.toThrow('down');
  await turn();
  const other = runner.join();
  ends[0]?.(new Error('down'));
  await failing;
  await turn();
  ends[1]?.();
  await expect(other).resolves.toBeUndefined();
});
