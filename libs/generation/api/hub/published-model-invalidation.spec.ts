import { afterEach, expect, it, jest } from '@jest/globals';
import { HubModelChanged } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import type { Bus } from '@visionary/platform/bus';
import type { Broadcast } from '@visionary/platform/realtime';
import type { HubPublishedModels } from './hub-published-models.js';
import { PublishedModelInvalidation } from './published-model-invalidation.js';

afterEach(() => void jest.useRealTimers());

it('[M176] clients get one notification for several changes within a second, and none for samples', async () => {
  jest.useFakeTimers();
  const events = new DomainEvents((_, error) => {
    throw error;
  });
  const toAllLocally = jest.fn();
  const handlers: ((message: unknown) => void)[] = [];
  const bus = {
    publish: (_topic: string, message: unknown) => handlers.forEach((handle) => handle(message)),
    subscribe: (_topic: string, handler: (message: unknown) => void) => handlers.push(handler),
    onRecovered: () => undefined,
  } as unknown as Bus;
  const invalidation = new PublishedModelInvalidation(
    events,
    bus,
    { drop: () => undefined } as unknown as HubPublishedModels,
    { toAllLocally } as unknown as Broadcast,
  );
  invalidation.onModuleInit();
  const commit = async (isOnlySamples: boolean, times: number) => {
    events.handleAfterCommit(Array.from({ length: times }, () => new HubModelChanged('a', isOnlySamples)));
    await jest.advanceTimersByTimeAsync(1_500);
    return toAllLocally.mock.calls.length;
  };
  expect(await commit(true, 3)).toBe(0);
  expect(await commit(false, 5)).toBe(2);
  invalidation.onApplicationShutdown();
});
