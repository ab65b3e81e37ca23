/**
 * `node tools/check/translations.mjs`: checks that all languages have the same texts. Each `i18n.en.ts` of the client
 * needs an `i18n.zh.ts` beside it with the same keys and placeholders.
 */
import { existsSync, globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { at } from '../paths.mjs';

const LANGUAGES = ['en', 'zh'];

/** @returns {[string, string][]} all texts with their paths, such as `chat.message.pin` */
const textsOf = (messages, before = '') =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : textsOf(value, `${before}${key}.`),
  );

const valuesIn = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
const isPlural = (text) => text.includes('|');

/** @returns {string[]} problems in the texts of one folder */
function compare(folder, [en, zh]) {
  const problems = [];
  for (const [[own, ownName], [other, otherName]] of [
    [
      [en, 'en'],
      [zh, 'zh'],
    ],
    [
      [zh, 'zh'],
      [en, 'en'],
    ],
  ]) {
    for (const [key, text] of own) {
      if (text.trim() === '') problems.push(`${folder}: ${key} is empty in ${ownName}`);
      if (!other.has(key)) problems.push(`${folder}: ${key} is in ${ownName} and missing in ${otherName}`);
    }
  }
  for (const [key, text] of en) {
    const other = zh.get(key) ?? text;
    // A plural form may contain its number as text ("1 person").
    if (isPlural(text) || isPlural(other) || valuesIn(text) === valuesIn(other)) continue;
    problems.push(
      `${folder}: ${key} inserts ${valuesIn(text) || 'nothing'} in en and ${valuesIn(other) || 'nothing'} in zh`,
    );
  }
  return problems;
}

/**
 * @param {string} sources the folder to search
 * @param {(file: string) => Promise<object>} read imports the texts of a file
 * @returns {Promise<string[]>} one sentence per problem
 */
export async function translationProblems(sources, read) {
  const problems = [];
  const owners = new Map();
  const folders = new Set(globSync('**/i18n.{en,zh}.ts', { cwd: sources }).map((file) => join(file, '..')));
  if (folders.size === 0) problems.push(`${sources} has no i18n.en.ts`);
  for (const folder of [...folders].sort()) {
    const files = LANGUAGES.map((language) => join(sources, folder, `i18n.${language}.ts`));
    const missing = files.filter((file) => !existsSync(file));
    problems.push(...missing.map((file) => `${file} is missing`));
    if (missing.length > 0) continue;
    const [en, zh] = await Promise.all(files.map(read));
    problems.push(...compare(folder, [new Map(textsOf(en)), new Map(textsOf(zh))]));
    for (const key of Object.keys(en)) {
      if (owners.has(key)) problems.push(`${folder}: the top key ${key} belongs to ${owners.get(key)}`);
      owners.set(key, folder);
    }
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
