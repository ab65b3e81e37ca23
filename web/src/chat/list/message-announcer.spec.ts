import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createMessageAnnouncer } from './message-announcer.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('[C34] the screen reader announcer announces the first message at once, then a count every two seconds', () => {
  const value: string[] = [];
  const receive = createMessageAnnouncer<string>((messages) =>
    value.push(messages.length === 1 ? String(messages[0]) : `${messages.length} new`),
  );
  receive([]);
  receive(['hello']);
  expect(value).toEqual(['hello']);
  for (let n = 0; n < 100; n++) {
    receive([`flood ${n}`]);
    jest.advanceTimersByTime(50);
  }
  expect(value).toEqual(['hello', '40 new', '40 new']);
  jest.advanceTimersByTime(60_000);
  expect(value).toEqual(['hello', '40 new', '40 new', '20 new']);
  receive(['after a while']);
  expect(value.at(-1)).toBe('after a while');
});
