import { afterEach, describe, expect, it } from '@jest/globals';
import { closeToast, currentToast } from '../../shared/ui/toasts.js';
import { notifyMasked } from './notify-masked.js';

describe('[S15] words that were starred', () => {
  afterEach(() => closeToast());

  it.each([
    ['what a mess', 'what a ****', true],
    ['*what* a mess', '*what* a ****', true],
    ['*what* a day', '*what* a day', false],
    ['a  day ', 'a day', false],
  ])('%j kept as %j are told of: %s', (typed, stored, isNotified) => {
    notifyMasked(typed, stored);
    expect(currentToast.value !== null).toBe(isNotified);
  });
});
