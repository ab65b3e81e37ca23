import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { type NotificationChange, NotificationsChanged } from '../domain/notification.js';
import { NotificationBroadcaster } from './notification-broadcaster.js';

describe('NotificationBroadcaster', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[F51] broadcaster sends new notifications at once, and one that grows once a second with its last state', async () => {
    const sent: (readonly [string, unknown])[] = [];
    const counts = new Map<string, number>();
    let publish: (event: NotificationsChanged) => void = () => undefined;
    const events = { afterCommit: (_: unknown, handler: typeof publish) => (publish = handler) };
    let receive: (changes: unknown) => void = () => undefined;
    const bus = {
      ...{ publish: (_: string, changes: unknown) => receive(changes), onRecovered: () => undefined },
      subscribe: (_: string, handler: typeof receive) => (receive = handler),
    };
    const broadcast = {
      localUserIds: ['ann'],
      toUserLocally: (userId: string, _: string, payload: unknown) => sent.push([userId, payload]),
    } as unknown as Broadcast;
    const byIds = async (ids: readonly string[]) =>
      ids.map((id) => ({ userId: 'ann', notification: { id, count: counts.get(id) } }));
    const inbox = { byIds, unreadOf: async () => new Map([['ann', 2]]) };
    new NotificationBroadcaster(
      new LiveSubjects(events as never, bus as never),
      ...[events as never, bus as never, broadcast, inbox as never],
    );
    const change = async (...changes: Omit<NotificationChange, 'roomId'>[]) => {
      publish(new NotificationsChanged(changes.map((one) => ({ ...one, roomId: null }))));
      await jest.advanceTimersByTimeAsync(0);
    };
    const received = (id: string, count: number | undefined) => ['ann', { notification: { id, count }, unread: 2 }];
    counts.set('a', 1).set('b', 1);
    await change({ userId: 'ann', id: 'a' }, { userId: 'ann', id: 'b' }, { userId: 'elsewhere', id: 'c' });
    expect(sent).toEqual([received('a', 1), received('b', 1)]);
    for (const count of [2, 3]) {
      counts.set('a', count);
      await change({ userId: 'ann', id: 'a' });
    }
    await change({ userId: 'ann' }, { userId: 'ann' });
    expect(sent.slice(2)).toEqual([['ann', { unread: 2 }]]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sent.slice(3)).toEqual([received('a', 3)]);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(4);
    // A user who toggles a reaction withdraws the bundle and starts a new one.
    for (const id of ['c', 'd', 'e']) await change({ userId: 'ann', id, bundleKey: 'reactions of a post' });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent.slice(4)).toEqual([received('c', undefined), received('e', undefined)]);
  });
});
