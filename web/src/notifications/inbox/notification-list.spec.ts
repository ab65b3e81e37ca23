import { describe, expect, it } from '@jest/globals';
import type { NotificationView } from '@visionary/contract';
import { prependNotification, appendNotifications } from './notification-list.js';

const one = (id: string, isRead = false) => ({ id, isRead }) as NotificationView;
const ids = (list: readonly NotificationView[]) => list.map(({ id }) => id);

describe('the notification list', () => {
  it('is unique and newest first, for any order of pages and live updates', () => {
    const list = prependNotification(appendNotifications([one('b'), one('a')], [one('a'), one('z')]), one('c'));
    expect(ids(list)).toEqual(['c', 'b', 'a', 'z']);
    expect(prependNotification(list, one('b', true))[0]).toEqual(one('b', true));
    expect(ids(prependNotification(list, one('b', true)))).toEqual(['b', 'c', 'a', 'z']);
  });
});
