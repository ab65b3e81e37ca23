import { afterEach, describe, expect, it } from '@jest/globals';
import { closeToast, currentToast } from '../../shared/ui/toasts.js';
import { notifyMasked } from './notify-masked.js';

describe('[S15] masked terms', () => {
  afterEach(() => closeToast());

  it.each([
    ['what a mess', 'what a ****', true],
    ['*what* a mess', '*what* a ****', true],
    ['*what* a day', '*what* a day', false],
    ['a  day ', 'a day', false],
  ])('%j stored as %j notifies the author: %s', (typed, stored, isNotified) => {
    notifyMasked(typed, stored);
    expect(currentToast.value !== null).toBe(isNotified);
  });
});
