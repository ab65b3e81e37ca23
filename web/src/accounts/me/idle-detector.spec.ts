import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IdleDetector } from './idle-detector.js';

describe('whether anybody looks at this page', () => {
  let reply: boolean[];
  let watch: IdleDetector;
  beforeEach(() => {
    jest.useFakeTimers();
    reply = [];
    watch = new IdleDetector((isIdle) => reply.push(isIdle), { idleMs: 300, hiddenMs: 60 });
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('is told once after a while without a sign, and at once when there is one', () => {
    jest.advanceTimersByTime(299);
    watch.active();
    jest.advanceTimersByTime(299);
    expect(reply).toEqual([]);
    jest.advanceTimersByTime(1);
    jest.advanceTimersByTime(900);
    expect(reply).toEqual([true]);
    watch.active();
    watch.active();
    expect(reply).toEqual([true, false]);
  });

  it('out of sight it takes less long, a glance changes nothing, and coming back is a sign', () => {
    watch.visible(false);
    jest.advanceTimersByTime(59);
    watch.visible(true);
    jest.advanceTimersByTime(299);
    expect(reply).toEqual([]);
    watch.visible(false);
    watch.active();
    jest.advanceTimersByTime(60);
    expect(reply).toEqual([true]);
    watch.visible(true);
    expect([reply, watch.isAway]).toEqual([[true, false], false]);
  });
});
