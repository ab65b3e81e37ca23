import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { closeToast, currentToast, holdToast, releaseToast, toast } from './toasts.js';

describe('toasts', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    while (currentToast.value) closeToast();
    jest.useRealTimers();
  });

  it('come one at a time, in order', () => {
    toast({ text: 'first' });
    toast({ text: 'second' });
    expect(currentToast.value?.text).toBe('first');
    jest.advanceTimersByTime(6_000);
    expect(currentToast.value?.text).toBe('second');
    jest.advanceTimersByTime(6_000);
    expect(currentToast.value).toBeNull();
  });

  it('wait while hovered', () => {
    toast({ text: 'read me' });
    holdToast();
    jest.advanceTimersByTime(60_000);
    expect(currentToast.value?.text).toBe('read me');
    releaseToast();
    jest.advanceTimersByTime(6_000);
    expect(currentToast.value).toBeNull();
  });
});
