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

describe('unread counts', () => {
  it('follow the notification level of a room', () => {
    expect(unreadAtLevel(readState('a', 7, 2))).toEqual({ unread: 7, mentions: 2 });
    expect(unreadAtLevel(readState('a', 7, 2, 'mentions'))).toEqual({ unread: 2, mentions: 2 });
    expect(unreadAtLevel(readState('a', 7, 2, 'nothing'))).toEqual({ unread: 0, mentions: 0 });
  });

  it('add up over all rooms except the open one', () => {
    const all = readMarkers(readState('a', 7, 2), readState('b', 1, 0), readState('c', 5, 1, 'mentions'));
    expect(totalUnread(all, null)).toEqual({ unread: 9, mentions: 3 });
    expect(totalUnread(all, 'a')).toEqual({ unread: 2, mentions: 1 });
    expect(totalUnread(readMarkers(), null)).toEqual({ unread: 0, mentions: 0 });
  });

  it('are cleared by reading on, and do not return by reading older messages', () => {
    expect(markReadUpTo(readState('a', 7, 2), 20)).toMatchObject({ readSeq: 20, unread: 0, mentions: 0 });
    expect(markReadUpTo(readState('a', 7, 2), 9)).toEqual(readState('a', 7, 2));
  });

  it('fit into a badge of fixed size', () =>
    expect([1, 99, 100, 5000].map(badgeText)).toEqual(['1', '99', '99+', '99+']));
});

describe('reporting the read state', () => {
  let reply: number[];
  let reader: ReadThrottle;
  beforeEach(() => {
    jest.useFakeTimers();
    reply = [];
    reader = new ReadThrottle((seq) => reply.push(seq), 1_000);
  });
  afterEach(() => void jest.useRealTimers());

  it('sends at once, then at most once a second, always the last, never back and never twice', () => {
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

  it('starts over after a reset', () => {
    reader.report(3);
    reader.report(4);
    reader.reset();
    jest.advanceTimersByTime(5_000);
    expect(reply).toEqual([3]);
    reader.report(3);
    expect(reply).toEqual([3, 3]);
  });
});
