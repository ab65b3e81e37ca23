import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, TAKE_FAILURES } from '@visionary/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error -- a tool, plain JavaScript
import { translationProblems } from '../../../../tools/check/translations.mjs';
import { CLIENT_CODES } from '../api/rejection.js';

type Messages = { [key: string]: string | Messages };

const SOURCES = join(import.meta.dirname, '..', '..');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).map((name) => join(SOURCES, name));
const read = async (file: string) => ((await import(file)) as { default: Messages }).default;

const paths = (messages: Messages, before = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : paths(value, `${before}${key}.`),
  );

const en = new Map(
  (await Promise.all(files.filter((file) => file.endsWith('i18n.en.ts')).map(read))).flatMap((slice) => paths(slice)),
);

describe('the interface texts', () => {
  it('[W4] exist in both languages, with the same placeholders', async () => {
    const findProblems = translationProblems as (sources: string, from: typeof read) => Promise<string[]>;
    expect(await findProblems(SOURCES, read)).toEqual([]);
  });

  it('[W4] exist for every rejection and every failure', () => {
    const requested = [
      ...[...ERROR_CODES, ...CLIENT_CODES].map((code) => `errors.${code}`),
      ...TAKE_FAILURES.map((code) => `failures.${code}`),
    ];
    expect(requested.filter((key) => !en.has(key))).toEqual([]);
  });

  it('[W4] exist for every key that the components use', () => {
    const requests = files
      .filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith('.spec.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key ?? ''));
    expect(requests.length).toBeGreaterThan(50);
    expect([...new Set(requests)].filter((key) => !en.has(key))).toEqual([]);
  });
});
