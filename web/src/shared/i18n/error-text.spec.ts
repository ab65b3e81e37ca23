import { beforeAll, describe, expect, it } from '@jest/globals';
import { Rejection } from '../api/rejection.js';
import english from '../i18n.en.js';
import { errorText } from './error-text.js';
import { i18n } from './i18n.js';

describe('the text of a rejection', () => {
  beforeAll(() => {
    i18n.global.locale.value = 'en';
    i18n.global.setLocaleMessage('en', { ...english });
  });

  it.each([
    [{}, 'You’re doing that too often. Wait a moment and try again.'],
    [{ retryAfterSeconds: 20 }, 'You’re doing that too often. Try again in 20 s.'],
    [
      { retryAfterSeconds: 20, points: 30, seconds: 60, newAccount: false },
      'You can do this 30 times in 60 s. Try again in 20 s.',
    ],
    [
      { retryAfterSeconds: 120, points: 100, seconds: 600, newAccount: true },
      'While your account is new, you can do this 100 times in 10 min. Try again in 2 min.',
    ],
  ])('[A24] names the rate limit that was reached: %j', (detail, text) => {
    expect(errorText(new Rejection('RATE_LIMITED', detail))).toBe(text);
  });
});
