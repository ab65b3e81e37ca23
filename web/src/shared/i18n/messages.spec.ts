import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, TAKE_FAILURES } from '@visionary/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_CODES } from '../rejection.js';

type Messages = { [key: string]: string | Messages };

const SOURCES = join(import.meta.dirname, '..', '..');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).map((name) => join(SOURCES, name));
const read = async (file: string) => ((await import(file)) as { default: Messages }).default;

const paths = (messages: Messages, before = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : paths(value, `${before}${key}.`),
  );
const names = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

const inLanguage = async (language: string) =>
  new Map(
    (await Promise.all(files.filter((file) => file.endsWith(`i18n.${language}.ts`)).map(read))).flatMap((slice) =>
      paths(slice),
    ),
  );
const [zh, en] = await Promise.all([inLanguage('zh'), inLanguage('en')]);

describe('the words of the interface', () => {
  it('stand in a file of their own slice: no two files share a top key', async () => {
    const tops = await Promise.all(files.filter((file) => file.endsWith('i18n.en.ts')).map(read));
    const keys = tops.flatMap((slice) => Object.keys(slice));
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('[W4] exist in both languages', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('[W4] take the same values in both languages', () => {
    const differing = [...en].filter(([key, text]) => names(text).join() !== names(zh.get(key) ?? '').join());
    // A language may leave out a number that its own words already say ("1 user").
    expect(differing.filter(([key, text]) => !text.includes('|') && !zh.get(key)?.includes('|'))).toEqual([]);
  });

  it('are not empty', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('[W4] say every refusal and every failure', () => {
    const wanted = [
      ...[...ERROR_CODES, ...CLIENT_CODES].map((code) => `errors.${code}`),
      ...TAKE_FAILURES.map((code) => `failures.${code}`),
    ];
    expect(wanted.filter((key) => !en.has(key))).toEqual([]);
  });

  it('[W4] have every key that the screens ask for', () => {
    const asked = files
      .filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith('.spec.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key ?? ''));
    expect(asked.length).toBeGreaterThan(50);
    expect([...new Set(asked)].filter((key) => !en.has(key))).toEqual([]);
  });
});
