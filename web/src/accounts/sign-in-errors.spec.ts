import { describe, expect, it } from '@jest/globals';
import { Refused } from '../shared/refused.js';
import { checkBeforehand, fieldOf } from './sign-in-errors.js';

describe('[W8] errors at the fields', () => {
  it.each([
    ['', 'long enough', { name: 'accounts.nameMissing' }],
    ['a', 'long enough', { name: 'accounts.nameShort' }],
    ['x'.repeat(33), 'long enough', { name: 'accounts.nameLong' }],
    ['a\u200bb', 'long enough', { name: 'accounts.nameOdd' }],
    ['林间', 'short', { password: 'accounts.passwordShort' }],
    ['林间', 'x'.repeat(257), { password: 'accounts.passwordLong' }],
    ['林间', '', { password: 'accounts.passwordMissing' }],
    ['林间', 'long enough', {}],
  ])('signing up as %p with %p: %p', (name, password, errors) => {
    expect(checkBeforehand('up', name, password)).toEqual(errors);
  });

  it('signing in asks only that both are there: what the rules were then is not known', () => {
    expect(checkBeforehand('in', 'a', 'short')).toEqual({});
    expect(checkBeforehand('in', '', '')).toEqual({
      name: 'accounts.nameMissing',
      password: 'accounts.passwordMissing',
    });
  });

  it('puts a refusal where it can be mended', () => {
    expect(fieldOf(new Refused('ACCOUNTS_NAME_TAKEN'))).toBe('name');
    expect(fieldOf(new Refused('INVALID', { field: 'name' }))).toBe('name');
    expect(fieldOf(new Refused('SAFETY_WORDS'))).toBe('name');
    expect(fieldOf(new Refused('ACCOUNTS_WRONG_CREDENTIALS'))).toBe('password');
    expect(fieldOf(new Refused('OFFLINE'))).toBe('password');
  });
});
