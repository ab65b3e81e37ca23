import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ThrottledAnnouncer } from './throttled-announcer.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('the throttled announcer', () => {
  it('announces the first at once, then the newest at most once in two seconds, and always the last', () => {
    const announcement: string[] = [];
    const line = new ThrottledAnnouncer((text) => void announcement.push(text), 2_000);
    for (let step = 1; step <= 50; step += 1) {
      line.announce(`step ${step}`);
      jest.advanceTimersByTime(100);
    }
    expect(announcement).toEqual(['step 1', 'step 20', 'step 40']);
    jest.advanceTimersByTime(5_000);
    expect(announcement.at(-1)).toBe('step 50');
  });

  it('announces no text twice, and nothing after it was stopped', () => {
    const announcement: string[] = [];
    const line = new ThrottledAnnouncer((text) => void announcement.push(text), 2_000);
    line.announce('done');
    line.announce('done');
    jest.advanceTimersByTime(10_000);
    line.announce('a');
    line.announce('b');
    line.stop();
    jest.advanceTimersByTime(10_000);
    expect(announcement).toEqual(['done', 'a']);
  });
});
