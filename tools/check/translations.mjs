/**
 * `node tools/check/translations.mjs`: checks that all languages have the same texts. Each `i18n.en.ts` of the client
 * needs an `i18n.zh.ts` beside it with the same keys and placeholders, and each call passes the values that its text
 * inserts. That each key has a text is a matter of types (web/src/shared/i18n).
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { at } from '../paths.mjs';

const LANGUAGES = ['en', 'zh'];

/** @returns {[string, string][]} all texts with their paths, such as `chat.message.pin` */
const textsOf = (messages, prefix = '') =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : textsOf(value, `${prefix}${key}.`),
  );

const valuesIn = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
const isPlural = (text) => text.includes('|');

/** @returns {string[]} problems in the texts of one folder */
function compare(folder, [en, zh]) {
  const problems = [];
  for (const [[texts, language], [otherTexts, otherLanguage]] of [
    [
      [en, 'en'],
      [zh, 'zh'],
    ],
    [
      [zh, 'zh'],
      [en, 'en'],
    ],
  ]) {
    for (const [key, text] of texts) {
      if (text.trim() === '') problems.push(`${folder}: ${key} is empty in ${language}`);
      if (!otherTexts.has(key)) problems.push(`${folder}: ${key} is in ${language} and missing in ${otherLanguage}`);
    }
  }
  for (const [key, text] of en) {
    const chinese = zh.get(key) ?? text;
    // A plural form may contain its number as text ("1 person").
    if (isPlural(text) || isPlural(chinese) || valuesIn(text) === valuesIn(chinese)) continue;
    problems.push(
      `${folder}: ${key} inserts ${valuesIn(text) || 'nothing'} in en and ${valuesIn(chinese) || 'nothing'} in zh`,
    );
  }
  return problems;
}

/** @returns {[key: string, values: string[]][]} calls `t('key', { a, b: 1 })` in a source, without those that spread values */
export function translationCalls(source) {
  const calls = [];
  for (const call of source.matchAll(/\bt\(\s*'([\w.]+)',\s*\{/g)) {
    const literal = splitTopLevel(source.slice(call.index + call[0].length));
    if (literal.some((part) => part.startsWith('...'))) continue;
    calls.push([call[1], literal.flatMap((part) => /^\w+/.exec(part)?.[0] ?? [])]);
  }
  return calls;
}

/** Splits the inside of an object literal at its commas. @returns {string[]} */
function splitTopLevel(text) {
  const parts = [''];
  let depth = 0;
  for (const char of text) {
    if (depth === 0 && char === '}') return parts.map((part) => part.trim());
    depth += Number('([{'.includes(char)) - Number(')]}'.includes(char));
    if (depth === 0 && char === ',') parts.push('');
    else parts[parts.length - 1] += char;
  }
  return [];
}

/** Values that vue-i18n itself inserts into plurals. */
const BUILT_IN_VALUES = ['n', 'count'];

/** @returns {string[]} calls whose text inserts a value that they don't pass */
function missingValues(file, source, texts) {
  return translationCalls(source).flatMap(([key, values]) => {
    const inserted = [...(texts.get(key) ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const missing = inserted.filter((name) => !values.includes(name) && !BUILT_IN_VALUES.includes(name));
    return missing.map((name) => `${file}: ${key} inserts {${name}}, which is not passed`);
  });
}

/**
 * @param {string} sources the folder to search
 * @param {(file: string) => Promise<object>} readTexts imports the texts of a file
 * @returns {Promise<string[]>} one sentence per problem
 */
export async function translationProblems(sources, readTexts) {
  const problems = [];
  const folderOfKey = new Map();
  const texts = new Map();
  const folders = new Set(globSync('**/i18n.{en,zh}.ts', { cwd: sources }).map((file) => join(file, '..')));
  if (folders.size === 0) problems.push(`${sources} has no i18n.en.ts`);
  for (const folder of [...folders].sort()) {
    const files = LANGUAGES.map((language) => join(sources, folder, `i18n.${language}.ts`));
    const missing = files.filter((file) => !existsSync(file));
    problems.push(...missing.map((file) => `${file} is missing`));
    if (missing.length > 0) continue;
    const [en, zh] = await Promise.all(files.map(readTexts));
    problems.push(...compare(folder, [new Map(textsOf(en)), new Map(textsOf(zh))]));
    for (const [key, text] of textsOf(en)) texts.set(key, text);
    for (const key of Object.keys(en)) {
      if (folderOfKey.has(key)) problems.push(`${folder}: the top key ${key} belongs to ${folderOfKey.get(key)}`);
      folderOfKey.set(key, folder);
    }
  }
  for (const file of globSync('**/*.{ts,vue}', { cwd: sources })) {
    if (file.endsWith('.spec.ts')) continue;
    const source = readFileSync(join(sources, file), 'utf8');
    problems.push(...missingValues(file, source, texts));
  }
  return problems;
}

/** Maps imports of `./x.js` to the TypeScript sources, which Node can load directly. */
function resolveSources(specifier, context, next) {
  const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  registerHooks({ resolve: resolveSources });
  const readTexts = async (file) => (await import(pathToFileURL(file))).default;
  const problems = await translationProblems(at('web/src'), readTexts);
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
