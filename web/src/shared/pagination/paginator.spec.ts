import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../api/rejection.js';
import { createPaginator } from './paginator.js';

interface Answer {
  give(items: string[], nextCursor: string | null): void;
  fail(): void;
}

/** A server that answers when the test says so. */
function aServer() {
  const requests: (string | null)[] = [];
  const answers: Answer[] = [];
  const list = createPaginator<string>(
    (cursor) =>
      new Promise((resolve, reject) => {
        requests.push(cursor);
        answers.push({
          give: (items, nextCursor) => resolve({ items, nextCursor }),
          fail: () => reject(new Rejection('UNAVAILABLE')),
        });
      }),
    (item) => item,
  );
  return { requests, answers, list };
}

describe('a list that comes page by page', () => {
  it('shows once what moved between two pages, and asks for one page at a time', async () => {
    const { requests, answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['a', 'b'], 'after b');
    await first;
    const second = list.more();
    await list.more();
    answers[1]?.give(['b', 'c'], null);
    await second;
    expect(list.items.value).toEqual(['a', 'b', 'c']);
    expect(requests).toEqual([null, 'after b']);
  });

  it('asked anew, it does not show what was asked before and answered later', async () => {
    const { answers, list } = aServer();
    const [old, fresh] = [list.load(), list.load()];
    answers[1]?.give(['new'], null);
    await fresh;
    answers[0]?.give(['old'], null);
    await old;
    expect(list.items.value).toEqual(['new']);
  });

  it('keeps what it has where the next page does not come, and goes on when asked again', async () => {
    const { answers, list } = aServer();
    const first = list.load();
    answers[0]?.give(['a'], 'after a');
    await first;
    const second = list.more();
    answers[1]?.fail();
    await second;
    expect([list.items.value, list.nextPageRejection.value?.code]).toEqual([['a'], 'UNAVAILABLE']);
    list.reach();
    expect(answers).toHaveLength(2);
    const third = list.more();
    answers[2]?.give(['b'], null);
    await third;
    expect([list.items.value, list.nextPageRejection.value]).toEqual([['a', 'b'], null]);
  });

  it('refreshed, it has what is newer in front and keeps what was loaded behind; where they do not meet it begins anew', async () => {
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

  it('asked to refresh while it does, it asks once more and not more often', async () => {
    const { requests, answers, list } = aServer();
    const all = [list.refresh(), list.refresh(), list.refresh()];
    answers[0]?.give(['a'], null);
    await new Promise(setImmediate);
    answers[1]?.give(['b', 'a'], null);
    await Promise.all(all);
    expect([list.items.value, requests.length]).toEqual([['b', 'a'], 2]);
  });
});
