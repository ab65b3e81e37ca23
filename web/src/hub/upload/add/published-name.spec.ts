import { expect, it } from '@jest/globals';
import type { DraftView } from '@visionary/contract';
import { publishedName } from './published-name.js';

const draft: DraftView = { ...{ id: 'd', state: 'rejected', files: [], form: {}, suggestedForm: {}, changedAt: 1 } };

it('[B241] name that a file is published under is the typed one, that of its metadata, or that of the file, also after a failed check', () => {
  const file = { name: 'ink_wash-fp16.safetensors' };
  expect(publishedName(file, undefined)).toBe('ink wash');
  expect(publishedName(file, draft)).toBe('ink wash');
  expect(publishedName(file, { ...draft, suggestedForm: { name: 'Ink' } })).toBe('Ink');
  expect(publishedName(file, { ...draft, suggestedForm: { name: 'Ink' }, form: { name: 'Mine' } })).toBe('Mine');
});
