import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IdleDetector } from './idle-detector.js';

describe('the idle detector', () => {
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

  it('reports idle once after a time without input, and active at once on input', () => {
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

  it('reports idle sooner while the page is hidden, ignores a short look, and treats a return as input', () => {
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
