import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ReadState } from '@visionary/contract';
import { ReadThrottle } from './read-throttle.js';
import { badgeText } from '../../shared/ui/badge-text.js';
import { markReadUpTo, totalUnread, unreadAtLevel } from './read-markers.js';

const readState = (
  roomId: string,
  unread: number,
  mentions: number,
  notificationLevel: ReadState['notificationLevel'] = 'all',
): ReadState => ({
  ...{ roomId, readSeq: 10, unread, mentions, notificationLevel },
});
const readMarkers = (...all: ReadState[]) => new Map(all.map((one) => [one.roomId, one]));

describe('what is unread', () => {
  it('counts what the person wants to hear of a room', () => {
    expect(unreadAtLevel(readState('a', 7, 2))).toEqual({ unread: 7, mentions: 2 });
    expect(unreadAtLevel(readState('a', 7, 2, 'mentions'))).toEqual({ unread: 2, mentions: 2 });
    expect(unreadAtLevel(readState('a', 7, 2, 'nothing'))).toEqual({ unread: 0, mentions: 0 });
  });

  it('adds up over all rooms but the one being read', () => {
    const all = readMarkers(readState('a', 7, 2), readState('b', 1, 0), readState('c', 5, 1, 'mentions'));
    expect(totalUnread(all, null)).toEqual({ unread: 9, mentions: 3 });
    expect(totalUnread(all, 'a')).toEqual({ unread: 2, mentions: 1 });
    expect(totalUnread(readMarkers(), null)).toEqual({ unread: 0, mentions: 0 });
  });

  it('is gone once I read on, and does not come back by reading what lies before', () => {
    expect(markReadUpTo(readState('a', 7, 2), 20)).toMatchObject({ readSeq: 20, unread: 0, mentions: 0 });
    expect(markReadUpTo(readState('a', 7, 2), 9)).toEqual(readState('a', 7, 2));
  });

  it('stands in a badge of one size', () =>
    expect([1, 99, 100, 5000].map(badgeText)).toEqual(['1', '99', '99+', '99+']));
});

describe('telling how far I have read', () => {
  let reply: number[];
  let reader: ReadThrottle;
  beforeEach(() => {
    jest.useFakeTimers();
    reply = [];
    reader = new ReadThrottle((seq) => reply.push(seq), 1_000);
  });
  afterEach(() => void jest.useRealTimers());

  it('is done at once, then at most once a second, the last always, never back and never twice', () => {
    for (const seq of [3, 4, 5, 2, 5]) reader.report(seq);
    expect(reply).toEqual([3]);
    jest.advanceTimersByTime(1_000);
    expect(reply).toEqual([3, 5]);
    jest.advanceTimersByTime(5_000);
    reader.report(5);
    expect(reply).toEqual([3, 5]);
    reader.report(6);
    expect(reply).toEqual([3, 5, 6]);
  });

  it('begins anew once it is forgotten', () => {
    reader.report(3);
    reader.report(4);
    reader.reset();
    jest.advanceTimersByTime(5_000);
    expect(reply).toEqual([3]);
    reader.report(3);
    expect(reply).toEqual([3, 3]);
  });
});
