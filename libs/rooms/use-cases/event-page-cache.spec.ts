import { describe, expect, it, jest } from '@jest/globals';
import type { RoomEvent } from '../domain/room-event.js';
import { EventPageCache } from './event-page-cache.js';

const eventsOf = (roomId: string, afterSeq: number, count: number): RoomEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ roomId, seq: afterSeq + 1 + index, type: 'chat.sent', actorId: null, at: 0, payload: {} },
  }));

function aLog() {
  const pages = new EventPageCache();
  const log = { reads: 0 };
  const read = (roomId: string, afterSeq: number, count: number, found = count) =>
    pages.of({ roomId, afterSeq, count }, async () => {
      log.reads += 1;
      return eventsOf(roomId, afterSeq, found);
    });
  return { log, read };
}

describe('SharedPages', () => {
  it('reads a page once for all who lack it at that moment', async () => {
    const { log, read } = aLog();
    const [first, second] = [await read('r', 3, 5), await read('r', 3, 5)];
    expect(second).toBe(first);
    expect(log.reads).toBe(1);
  });

  it.each<[string, [string, number, number]]>([
    ['another room', ['s', 3, 5]],
    ['another beginning', ['r', 2, 5]],
    ['another end', ['r', 3, 6]],
  ])('reads anew for %s', async (_what, page) => {
    const { log, read } = aLog();
    await read('r', 3, 5);
    const events = await read(...page);
    expect(events).toEqual(eventsOf(...page));
    expect(log.reads).toBe(2);
  });

  it('keeps no page that was cut short', async () => {
    const { log, read } = aLog();
    await read('r', 3, 5, 4);
    expect(await read('r', 3, 5)).toHaveLength(5);
    expect(log.reads).toBe(2);
  });

  it('forgets after a moment', async () => {
    jest.useFakeTimers();
    try {
      const { log, read } = aLog();
      await read('r', 3, 5);
      jest.advanceTimersByTime(1_000);
      await read('r', 3, 5);
      expect(log.reads).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });
});
