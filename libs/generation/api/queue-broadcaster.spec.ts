import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { QueueEstimate } from '../domain/queue-estimates.js';
import { QueueBroadcaster } from './queue-broadcaster.js';

const waiting = (roomId: string, position: number): QueueEstimate =>
  ({ takeId: `take ${roomId}`, authorId: 'ann', roomId, position, msToStart: 1_000 * position }) as QueueEstimate;

describe('the queue that rooms see', () => {
  /** What was broadcast, by room. */
  let sent: string[] = [];
  let queue: QueueEstimate[] = [];
  let change: () => void = () => undefined;

  /** @param sockets in each of the rooms `busy` and `other` */
  async function broadcasterFor(sockets: number): Promise<void> {
    const parts = {
      queue: {
        recallTimings: () => Promise.resolve(),
        estimate: () => Promise.resolve(queue),
        tailOf: ({ length }: readonly QueueEstimate[]) => ({ before: length, msToStart: 1_000 * length }),
      },
      changes: { onChange: (listener: (change: object) => void) => (change = () => listener({})) },
      broadcast: {
        localRoomIds: ['busy', 'other'],
        localRoomSize: () => sockets,
        toUserLocally: () => undefined,
        toRoomLocally: (roomId: string) => void sent.push(roomId),
      },
    };
    const nothing = {} as never;
    const broadcaster = new QueueBroadcaster(
      ...([
        parts.queue,
        nothing,
        nothing,
        nothing,
        parts.changes,
        parts.broadcast,
        nothing,
      ] as unknown as ConstructorParameters<typeof QueueBroadcaster>),
    );
    await broadcaster.onApplicationBootstrap();
  }

  const afterChange = async (to: QueueEstimate[], ms: number): Promise<string[]> => {
    sent = [];
    queue = to;
    change();
    await jest.advanceTimersByTimeAsync(ms);
    return sent;
  };

  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[G88] reaches a room at once when its own takes move, and the others when it is due for so many sockets', async () => {
    await broadcasterFor(1_000);
    expect(await afterChange([waiting('busy', 1)], 60)).toEqual(['busy', 'other']);
    const another = { ...waiting('busy', 2), takeId: 'another' };
    expect(await afterChange([waiting('busy', 1), another], 60)).toEqual(['busy']);
    // 2,000 sockets at 2,000 a second.
    expect(await afterChange(queue, 1_000)).toEqual(['other']);
    expect(await afterChange(queue, 60_000)).toEqual([]);
  });

  it('[G88] reaches all rooms at once while few watch', async () => {
    await broadcasterFor(2);
    await afterChange([waiting('busy', 1)], 60);
    expect(await afterChange([waiting('busy', 1), waiting('busy', 2)], 60)).toEqual(['busy', 'other']);
  });
});
