import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
// @ts-expect-error -- a tool, plain JavaScript
import { translationProblems } from '../../../../tools/check/translations.mjs';

type Messages = { [key: string]: string | Messages };

const SOURCES = join(import.meta.dirname, '..', '..');
const read = async (file: string) => ((await import(file)) as { default: Messages }).default;

describe('the interface texts', () => {
  it('[W4] exist in both languages, with the same placeholders', async () => {
    const findProblems = translationProblems as (sources: string, from: typeof read) => Promise<string[]>;
    expect(await findProblems(SOURCES, read)).toEqual([]);
  });
});
