import { StyleWords } from '@visionary/contract';

export type Field = 'prefix' | 'suffix';
export const FIELDS: readonly Field[] = ['prefix', 'suffix'];

/** Whether the server takes these words. */
export const isStyle = (field: Field, words: string): boolean => StyleWords.shape[field].safeParse(words).success;
