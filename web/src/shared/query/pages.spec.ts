import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../api/rejection.js';
import { createPages } from './pages.js';

interface Answer {
  give(items: string[], nextCursor: string | null): void;
  fail(): void;
}

/** A server that responds when the test lets it. */
function aServer() {
  const requests: (string | undefined)[] = [];
  const answers: Answer[] = [];
  const list = createPages(
    ({ cursor }) =>
      new Promise<{ readonly items: readonly string[]; readonly nextCursor: string | null }>((resolve, reject) => {
        requests.push(cursor);
        answers.push({
          give: (items, nextCursor) => resolve({ items, nextCursor }),
          fail: () => reject(new Rejection('UNAVAILABLE')),
        });
      }),
    ({ items }) => items,
    (item) => item,
  );
  return { requests, answers, list };
}

describe('[W21] a paged list', () => {
  it('shows items that moved between pages once, and requests one page at a time', async () => {
    const { requests, answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['a', 'b'], 'after b');
    await first;
    const second = list.more();
    await list.more();
    answers[1]?.give(['b', 'c'], null);
    await second;
    expect(list.items.value).toEqual(['a', 'b', 'c']);
    expect(requests).toEqual([undefined, 'after b']);
  });

  it('ignores a response to a request from before a reload', async () => {
    const { answers, list } = aServer();
    const [old, fresh] = [list.load(), list.load()];
    answers[1]?.give(['new'], null);
    await fresh;
    answers[0]?.give(['old'], null);
    await old;
    expect(list.items.value).toEqual(['new']);
  });

  it('ignores a page after the old list when it starts over', async () => {
    const { answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['a'], 'after a');
    await first;
    const all = [list.more(), list.refresh(), list.load()];
    await list.more();
    expect(answers).toHaveLength(4);
    answers[1]?.give(['b'], null);
    answers[2]?.give(['a'], null);
    answers[3]?.give(['x'], 'after x');
    await Promise.all(all);
    expect([list.items.value, list.next.value]).toEqual([['x'], 'after x']);
  });

  it('keeps its items when a page fails, and continues on retry', async () => {
    const { answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['a'], 'after a');
    await first;
    const second = list.more();
    answers[1]?.fail();
    await second;
    expect([list.items.value, list.nextPageRejection.value?.code]).toEqual([['a'], 'UNAVAILABLE']);
    list.loadNearEnd();
    expect(answers).toHaveLength(2);
    const third = list.more();
    answers[2]?.give(['b'], null);
    await third;
    expect([list.items.value, list.nextPageRejection.value]).toEqual([['a', 'b'], null]);
  });

  it('prepends newer items on refresh and keeps later pages; starts over if they do not overlap', async () => {
    const { answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['b', 'c'], 'after c');
    await first;
    const second = list.more();
    answers[1]?.give(['d'], null);
    await second;
    const retry = list.refresh();
    answers[2]?.give(['a', 'b'], 'after b');
    await retry;
    expect([list.items.value, list.next.value]).toEqual([['a', 'b', 'c', 'd'], null]);
    const far = list.refresh();
    answers[3]?.give(['x', 'y'], 'after y');
    await far;
    expect([list.items.value, list.next.value]).toEqual([['x', 'y'], 'after y']);
  });

  it('puts a new item first, and moves a known one there', async () => {
    const { answers, list } = aServer();
    list.prepend('early');
    const first = list.load();
    answers[0]?.give(['b', 'a'], null);
    await first;
    for (const item of ['c', 'a']) list.prepend(item);
    expect(list.items.value).toEqual(['a', 'c', 'b']);
  });

  it('runs one more refresh when called during a refresh, and not more', async () => {
    const { requests, answers, list } = aServer();
    const all = [list.refresh(), list.refresh(), list.refresh()];
    answers[0]?.give(['a'], null);
    await new Promise(setImmediate);
    answers[1]?.give(['b', 'a'], null);
    await Promise.all(all);
    expect([list.items.value, requests.length]).toEqual([['b', 'a'], 2]);
  });
});
