import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MessageAnnouncer } from './message-announcer.js';

describe('the screen reader announcer', () => {
  let value: string[];
  let messageAnnouncer: MessageAnnouncer<string>;
  beforeEach(() => {
    jest.useFakeTimers();
    value = [];
    messageAnnouncer = new MessageAnnouncer((messages) =>
      value.push(messages.length === 1 ? String(messages[0]) : `${messages.length} new`),
    );
  });
  afterEach(() => {
    messageAnnouncer.stop();
    jest.useRealTimers();
  });

  it('[C34] announces the first message at once, then a count every two seconds', () => {
    messageAnnouncer.receive(['hello']);
    expect(value).toEqual(['hello']);
    for (let n = 0; n < 100; n++) {
      messageAnnouncer.receive([`flood ${n}`]);
      jest.advanceTimersByTime(50);
    }
    expect(value).toEqual(['hello', '40 new', '40 new']);
    jest.advanceTimersByTime(60_000);
    expect(value).toEqual(['hello', '40 new', '40 new', '20 new']);
    messageAnnouncer.receive(['after a while']);
    expect(value.at(-1)).toBe('after a while');
  });

  it('[C34] announces nothing without messages, and nothing after it was stopped', () => {
    messageAnnouncer.receive([]);
    messageAnnouncer.receive(['a']);
    messageAnnouncer.receive(['b']);
    messageAnnouncer.stop();
    jest.advanceTimersByTime(10_000);
    expect(value).toEqual(['a']);
  });
});
