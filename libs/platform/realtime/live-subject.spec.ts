import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type DomainEvents } from '@visionary/kernel';
import type { Bus } from '@visionary/platform/bus';
import { LiveSubjects } from './live-subject.js';

class Counted {
  constructor(readonly id: string) {}
}

describe('LiveSubject', () => {
  const batches: (readonly string[])[] = [];
  let watched: ReadonlySet<string>;
  let publish: (event: Counted) => void;
  let published: unknown[];
  let broadcast: (ids: readonly string[]) => Promise<void>;

  const start = (isLocal: boolean): void => {
    const handlers: ((message: string) => void)[] = [];
    const events = {
      afterCommit: (_type: unknown, handler: (event: Counted) => void) => (publish = handler),
    } as unknown as DomainEvents;
    const bus = {
      subscribe: (_topic: string, handler: (message: string) => void) => handlers.push(handler),
      publish: (_topic: string, message: string) => {
        published.push(message);
        for (const handler of handlers) handler(message);
      },
    } as unknown as Bus;
    new LiveSubjects(events, bus)
      .declare<string>({
        topic: 'counted',
        isLocal,
        intervalMs: 20,
        isWatched: (id) => watched.has(id),
        broadcast: (ids) => broadcast(ids),
      })
      .when(Counted, ({ id }) => (id === 'nothing' ? null : id));
  };
  const until = async (count: number): Promise<void> => {
    while (batches.length < count) await new Promise(setImmediate);
  };

  beforeEach(() => {
    batches.length = 0;
    published = [];
    watched = new Set(['a', 'b', 'c']);
    broadcast = (ids) => {
      batches.push(ids);
      return Promise.resolve();
    };
  });

  it('broadcasts at once, then what changed meanwhile together, and later changes of a key once', async () => {
    start(false);
    for (const id of ['a', 'b', 'a', 'c', 'nothing', 'a']) publish(new Counted(id));
    await until(3);
    expect(batches).toEqual([['a'], ['b', 'c'], ['a']]);
    expect(published).toEqual(['a', 'b', 'c', 'a']);
  });

  it('skips changes that nobody watches, and keeps local ones off the bus', async () => {
    start(true);
    watched = new Set(['b']);
    for (const id of ['a', 'b']) publish(new Counted(id));
    await until(1);
    expect(batches).toEqual([['b']]);
    expect(published).toEqual([]);
  });

  it('broadcasts one after another, also after one failed', async () => {
    start(true);
    let fail: (error: Error) => void = () => undefined;
    const failed = jest.fn((ids: readonly string[]) => {
      batches.push(ids);
      return new Promise<void>((_, reject) => (fail = reject));
    });
    broadcast = failed;
    publish(new Counted('a'));
    await until(1);
    publish(new Counted('b'));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(batches).toEqual([['a']]);
    broadcast = (ids) => {
      batches.push(ids);
      return Promise.resolve();
    };
    fail(new Error('no database'));
    await until(2);
    expect(batches).toEqual([['a'], ['b']]);
  });
});
