import { describe, expect, it, jest } from '@jest/globals';
import type { RoomEvent } from '../domain/room-event.js';
import { EventPageCache } from './event-page-cache.js';

const eventsOf = (roomId: string, afterSeq: number, count: number): RoomEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    roomId,
    seq: afterSeq + 1 + index,
    type: 'chat.sent',
    actorId: null,
    at: 0,
    payload: {},
  }));

function setUp() {
  const cache = new EventPageCache();
  const log = { reads: 0 };
  const read = (roomId: string, afterSeq: number, count: number, found = count) =>
    cache.of({ roomId, afterSeq, count }, async () => {
      log.reads += 1;
      return eventsOf(roomId, afterSeq, found);
    });
  return { log, read };
}

describe('EventPageCache', () => {
  it('EventPageCache reads a page once when clients request it at the same time', async () => {
    const { log, read } = setUp();
    const [first, second] = [await read('r', 3, 5), await read('r', 3, 5)];
    expect(second).toBe(first);
    expect(log.reads).toBe(1);
  });

  it.each<[string, [string, number, number]]>([
    ['another room', ['s', 3, 5]],
    ['another start', ['r', 2, 5]],
    ['another end', ['r', 3, 6]],
  ])('EventPageCache reads again when a client requests %s', async (_what, page) => {
    const { log, read } = setUp();
    await read('r', 3, 5);
    const events = await read(...page);
    expect(events).toEqual(eventsOf(...page));
    expect(log.reads).toBe(2);
  });

  it('EventPageCache does not cache an incomplete page', async () => {
    const { log, read } = setUp();
    await read('r', 3, 5, 4);
    expect(await read('r', 3, 5)).toHaveLength(5);
    expect(log.reads).toBe(2);
  });

  it('EventPageCache reads again when a page is expired', async () => {
    jest.useFakeTimers();
    try {
      const { log, read } = setUp();
      await read('r', 3, 5);
      jest.advanceTimersByTime(1_000);
      await read('r', 3, 5);
      expect(log.reads).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });
});
