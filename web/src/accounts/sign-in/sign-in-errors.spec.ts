import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../shared/api/rejection.js';
import { validateCredentials, fieldForError } from './sign-in-errors.js';

describe('[W8] field errors', () => {
  it.each([
    ['', 'long enough', { name: 'accounts.nameMissing' }],
    ['a', 'long enough', { name: 'accounts.nameShort' }],
    ['x'.repeat(33), 'long enough', { name: 'accounts.nameLong' }],
    ['a\u200bb', 'long enough', { name: 'accounts.nameInvalid' }],
    ['林间', 'short', { password: 'accounts.passwordShort' }],
    ['林间', 'x'.repeat(257), { password: 'accounts.passwordLong' }],
    ['林间', '', { password: 'accounts.passwordMissing' }],
    ['林间', 'long enough', {}],
  ])('of signing up as %p with %p: %p', (name, password, errors) => {
    expect(validateCredentials('up', name, password)).toEqual(errors);
  });

  it('of signing in require only that both are present, because old passwords may break newer rules', () => {
    expect(validateCredentials('in', 'a', 'short')).toEqual({});
    expect(validateCredentials('in', '', '')).toEqual({
      name: 'accounts.nameMissing',
      password: 'accounts.passwordMissing',
    });
  });

  it('show a rejection at the field it is about', () => {
    expect(fieldForError(new Rejection('ACCOUNTS_NAME_TAKEN'))).toBe('name');
    expect(fieldForError(new Rejection('INVALID', { field: 'name' }))).toBe('name');
    expect(fieldForError(new Rejection('SAFETY_BLOCKED_TERMS'))).toBe('name');
    expect(fieldForError(new Rejection('ACCOUNTS_WRONG_CREDENTIALS'))).toBe('password');
    expect(fieldForError(new Rejection('OFFLINE'))).toBe('password');
  });
});
