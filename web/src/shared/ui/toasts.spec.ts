import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { closeToast, currentToast, pauseToast, resumeToast, runToastAction, toast } from './toasts.js';

describe('toasts', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    while (currentToast.value) closeToast();
    jest.useRealTimers();
  });

  it('show one at a time, in order', () => {
    toast({ text: 'first' });
    toast({ text: 'second' });
    expect(currentToast.value?.text).toBe('first');
    jest.advanceTimersByTime(2_000);
    expect(currentToast.value?.text).toBe('second');
    jest.advanceTimersByTime(6_000);
    expect(currentToast.value).toBeNull();
  });

  it('close earlier while others wait, and show errors first', () => {
    toast({ text: 'a', kind: 'good' });
    jest.advanceTimersByTime(5_000);
    toast({ text: 'b', kind: 'good' });
    toast({ text: 'c', kind: 'bad' });
    toast({ text: 'd', kind: 'bad' });
    const seen = [0, 1, 2, 3].map(() => {
      const { text } = currentToast.value ?? { text: '' };
      jest.advanceTimersByTime(2_000);
      return text;
    });
    expect(seen).toEqual(['a', 'c', 'd', 'b']);
  });

  it('stay while hovered, also when another arrives', () => {
    toast({ text: 'read me' });
    pauseToast();
    toast({ text: 'later' });
    jest.advanceTimersByTime(60_000);
    expect(currentToast.value?.text).toBe('read me');
    closeToast();
    expect(currentToast.value?.text).toBe('later');
  });

  it('[B191] report that they timed out, unless their action ran', () => {
    const reply: string[] = [];
    const offer = (text: string) =>
      toast({
        text,
        action: { label: 'Undo', run: () => reply.push('undone') },
        onTimeout: () => reply.push('passed'),
      });
    offer('taken');
    runToastAction();
    offer('left');
    jest.advanceTimersByTime(10_000);
    expect(reply).toEqual(['undone', 'passed']);
  });

  it('stay while hovered', () => {
    toast({ text: 'read me' });
    pauseToast();
    jest.advanceTimersByTime(60_000);
    expect(currentToast.value?.text).toBe('read me');
    resumeToast();
    jest.advanceTimersByTime(6_000);
    expect(currentToast.value).toBeNull();
  });
});
