import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createJitteredCall } from './jitter.js';

describe('what many pages are told at once', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[M75] is asked for when chance says so, once for all that was told meanwhile', () => {
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

  it('[M75] is asked for at once where somebody waits for it, and not again after it', () => {
    const requests = jest.fn();
    const { now, soon } = createJitteredCall(requests, () => 0.5);
    soon();
    now();
    expect(requests).toHaveBeenCalledTimes(1);
    jest.runAllTimers();
    expect(requests).toHaveBeenCalledTimes(1);
  });
});
