import { PromptPrefix } from '@visionary/contract';

export type PrefixField = 'prefix' | 'negativeSuffix';
export const PREFIX_FIELDS: readonly PrefixField[] = ['prefix', 'negativeSuffix'];

/** Whether the server accepts this text. */
export const isValidPrefix = (prefixField: PrefixField, prefix: string): boolean =>
  PromptPrefix.shape[prefixField].safeParse(prefix).success;
