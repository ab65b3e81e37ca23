import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { benignTexts, writeTerm, obfuscationsOf } from '../../../tests/support/words/corpus.mjs';
import { measured, tablesOf } from '../../../tests/support/words/metrics.mjs';
import { choicesOf } from '../../../tests/support/words/random-choices.mjs';
import { canBeFound, WordFilter } from '../word-filter.js';
import { BUILT_IN_TERMS } from './built-in-terms.js';

const LISTED = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const ALLOWED = BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text);
const filter = new WordFilter(
  LISTED.map(({ text }) => ({ id: text, text })),
  ALLOWED,
);
const foundTerms = (text: string): string[] => filter.find(text).map(({ termId }) => termId);
const seed = Date.now() % 2 ** 31;

describe(`BUILT_IN_TERMS (seed ${seed})`, () => {
  it('[S3] are unique, complete and findable', () => {
    const keys = BUILT_IN_TERMS.map(({ text }) => text.normalize('NFKC').toLowerCase());
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    for (const { text, scopes, action, suggestion } of BUILT_IN_TERMS) {
      expect({ text, canBeFound: canBeFound(text), scopes: scopes.length > 0 }).toEqual({
        text,
        canBeFound: true,
        scopes: true,
      });
      // The limit of the form.
      expect(text.length).toBeLessThanOrEqual(100);
      expect({ text, action, isSuggested: suggestion !== '' }).toEqual({
        text,
        action,
        isSuggested: action === 'replace',
      });
    }
  });

  it('[S3] match themselves, and nothing inside allowed terms', () => {
    const choices = choicesOf(seed);
    const missed = LISTED.filter(({ text }) => !foundTerms(writeTerm(text, 'en', 'plain', choices)).includes(text));
    expect(missed.map(({ text }) => text)).toEqual([]);
    expect(ALLOWED.filter((text) => foundTerms(text).length > 0)).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('[S2] match with every obfuscation in %s', (language) => {
    const choices = choicesOf(seed);
    const terms = LISTED.filter((term) => term.language === language);
    const missed: string[] = [];
    for (let i = 0; i < 4000; i++) {
      const { text } = choices.pick(terms);
      const obfuscation = choices.pick(obfuscationsOf(language));
      const carrier = choices.pick(['{}', 'well, {}.', 'x {} y', '好，{}。', '(a {} b:1.2)']);
      const written = carrier.replace('{}', () => writeTerm(text, language, obfuscation, choices));
      const hit = filter.find(written).find(({ termId }) => termId === text);
      if (!hit || hit.matchedText !== written.slice(hit.start, hit.end)) {
        missed.push(`${text}, ${obfuscation}: ${written}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it.each([
    ...[
      '裸体 child',
      'nude 儿童',
      'nude, 8岁',
      '性感, eight year old',
      'naked 少女',
      '全裸 teen',
      'nude eight-year-old',
    ],
    ...['naked infant', 'nude pink child', 'nude (pink:0) child', 'nude (beige:0.0) little girl', 'nude toned child'],
    ...['q(loli:1.1)', 'q(rape:1.3)', 'q(幼女:1.1) 裸体', 'a(nude:1.1) child'],
  ])('[S18] match across languages: %s', (text) => {
    expect(foundTerms(text)).not.toEqual([]);
  });

  it.each([
    'naked cake for children',
    'nude pink lipstick, a mother and her child',
    'nude, eighteen years old',
    '裸体, 35 year old',
  ])('[S18] don’t match %s', (text) => {
    expect(foundTerms(text)).toEqual([]);
  });

  const MINORS = [
    ...[
      'child',
      'kiddo',
      'tween',
      'toddler',
      'pre-teen girl',
      'lil girl',
      'young lass',
      'preschooler',
      'first grader',
      'baby girl',
      '初一女生',
      '小女孩',
      '幼女',
      '小女生',
    ],
    ...[
      'girl, age 7',
      'girl aged seven',
      'girl [age 12]',
      '7yo girl',
      '7-yr-old',
      '9 yrs old',
      'girl of 7 years of age',
      '7 y/o',
    ],
    ...['七岁女孩', '7 岁', '两岁的女孩', '七周岁', '女孩，年龄：7', '10歲'],
  ];
  const WITHOUT_CLOTHES = [
    ...['nude', 'naked', 'nekkid', 'topless', 'undressed', 'without clothes', 'no clothes on', 'wearing nothing'],
    ...['裸体', '祼体', '躶体', '果体', 'with no clothes', '没穿衣服', '光屁股', '一丝不挂', '赤裸', '半裸'],
  ];

  it('[S161] match a minor of any name or age without clothes, in either order', () => {
    const texts = MINORS.flatMap((minor) =>
      WITHOUT_CLOTHES.flatMap((bare) => [
        `a photo, ${bare}, ${minor}`,
        `${minor}，雪地，${bare}，高清`,
        `${bare} ${minor}`,
      ]),
    );
    expect(texts.filter((text) => foundTerms(text).length === 0)).toEqual([]);
    expect(MINORS.filter((text) => !['幼女'].includes(text) && foundTerms(text).length > 0)).toEqual([]);
  });

  it('[S161] don’t match adults without clothes', () => {
    const adults = [
      'woman, age 27',
      'man aged 70',
      '18 yrs old',
      '34-yr-old',
      'aged eighteen',
      '二十七周岁',
      '年龄：71',
      '70岁',
    ];
    const texts = adults.flatMap((adult) => WITHOUT_CLOTHES.map((bare) => `${bare}, ${adult}`));
    expect(texts.filter((text) => foundTerms(text).length > 0)).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('[S1] don’t match any benign text in %s', (language) => {
    expect(benignTexts(language, seed).filter((text) => foundTerms(text).length > 0)).toEqual([]);
  });

  it('[S4] have the precision and recall that the documented tables state', () => {
    const results = measured(filter, LISTED);
    expect(results.reduce((sum, { clean, dirty }) => sum + clean + dirty, 0)).toBeGreaterThanOrEqual(2000);
    expect(tablesOf(filter, LISTED)).toBe(readFileSync('docs/measures/words.md', 'utf8'));
  });
});
