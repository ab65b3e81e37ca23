import { AccountName, LIMITS } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import type { TextKey } from '../../shared/i18n/index.js';

/** The field an error belongs to, and its message key. */
export interface FieldErrors<Text = TextKey> {
  name?: Text;
  password?: Text;
}

/** Only the name is checked for blocked terms. */
const ABOUT_NAMES: readonly string[] = ['ACCOUNTS_NAME_TAKEN', 'ACCOUNTS_NAME_RESERVED', 'SAFETY_BLOCKED_TERMS'];

/** Validates on the client. Sign-in accepts any password, because old ones may break newer rules. */
export function validateCredentials(mode: 'in' | 'up', name: string, password: string): FieldErrors {
  const errors: FieldErrors = {};
  if (name === '') errors.name = 'accounts.nameMissing';
  if (password === '') errors.password = 'accounts.passwordMissing';
  if (mode === 'in') return errors;
  if (name !== '' && !AccountName.safeParse(name).success) errors.name = nameProblem(name);
  if (password !== '' && password.length < LIMITS.passwordLength.min) errors.password = 'accounts.passwordShort';
  if (password.length > LIMITS.passwordLength.max) errors.password = 'accounts.passwordLong';
  return errors;
}

function nameProblem(name: string): TextKey {
  if (name.length < LIMITS.name.min) return 'accounts.nameShort';
  return name.length > LIMITS.name.max ? 'accounts.nameLong' : 'accounts.nameInvalid';
}

/** The field an error belongs to. Errors about both fields belong to the password. */
export const fieldForError = (error: unknown): keyof FieldErrors =>
  error instanceof Rejection && (ABOUT_NAMES.includes(error.code) || error.detail['field'] === 'name')
    ? 'name'
    : 'password';
