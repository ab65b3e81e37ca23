import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createJitteredCall } from './jitter.js';

describe('requests after a broadcast to many clients', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[M75] run after a random delay, once for several broadcasts', () => {
    const requests = jest.fn();
    const { soon } = createJitteredCall(requests, () => 0.5);
    soon();
    jest.advanceTimersByTime(1_000);
    soon();
    jest.advanceTimersByTime(999);
    expect(requests).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(requests).toHaveBeenCalledTimes(1);
    soon();
    jest.runAllTimers();
    expect(requests).toHaveBeenCalledTimes(2);
  });

  it('[M75] run at once if a component waits, and not again afterwards', () => {
    const requests = jest.fn();
    const { now, soon } = createJitteredCall(requests, () => 0.5);
    soon();
    now();
    expect(requests).toHaveBeenCalledTimes(1);
    jest.runAllTimers();
    expect(requests).toHaveBeenCalledTimes(1);
  });
});
