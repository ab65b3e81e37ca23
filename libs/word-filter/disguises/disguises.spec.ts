import { describe, expect, it } from '@jest/globals';
import { benignTexts, writeTerm } from '../../../tests/support/words/corpus.mjs';
import { harmlessTexts } from '../../../tests/support/words/harmless.mjs';
import { choicesOf } from '../../../tests/support/words/random-choices.mjs';
import { BUILT_IN_TERMS } from '../lists/built-in-terms.js';
import { parseParts } from '../multi-part-terms/parts.js';
import { WordFilter } from '../word-filter.js';
import { disguisesOf } from './disguises.js';

const LISTED = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const filter = new WordFilter(
  LISTED.map(({ text }) => ({ id: text, text })),
  BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text),
);
const foundTerms = (text: string): string[] => filter.find(text).map(({ termId }) => termId);
const found = (text: string) => filter.find(text).map(({ termId, matchedText }) => [termId, matchedText]);

describe('WordFilter for disguised words', () => {
  it('[S149] finds each built-in term in each of its disguises', () => {
    const single = LISTED.map(({ text }) => text).filter((text) => parseParts(text).flat().length === 1);
    const pairs = single.flatMap((term) =>
      disguisesOf(term, true).flatMap(({ text, requiredTones }) =>
        requiredTones === undefined ? [[term, text.replaceAll('*', '')] as const] : [],
      ),
    );
    expect(pairs.length).toBeGreaterThan(5000);
    expect(pairs.filter(([term, text]) => !foundTerms(`，${text}，`).includes(term))).toEqual([]);
  });

  it.each([
    ['a kcuf', '*fuck*', 'kcuf'],
    ['what a tihs', 'shit', 'tihs'],
    ['boj wolb', 'blow job', 'boj wolb'],
    ['sultty', 'slutty', 'sultty'],
    ['雪地，seqing，高清', '色情*', 'seqing'],
    ['draw se qing please', '色情*', 'se qing'],
    ['雪地，xìng jiāo，高清', '性交', 'xìng jiāo'],
    ['xing4jiao1', '性交', 'xing4jiao1'],
    ['qiángjiān', '强奸*', 'qiángjiān'],
    ['雪地，性jiao，高清', '性交', '性jiao'],
    ['雪地，姓交，高清', '性交', '姓交'],
    ['看女乃子', '奶子', '女乃子'],
    ['chiluo, 12sui', '*裸体* | *赤裸* | *全裸* | 裸照 | 一丝不挂 | 光着身子 | 脱光* + 12岁 | 十二岁', 'chiluo'],
    ['囗交', '口交', '囗交'],
    ['雪地，铯情，高清', '色情*', '铯情'],
    ['性茭', '性交', '性茭'],
    ['雪地，ロ交', '口交', 'ロ交'],
    ['祼体儿童', '裸体儿童', '祼体儿童'],
    ['躶 体 儿 童', '裸体儿童', '躶 体 儿 童'],
    ['果体萝莉', '裸体萝莉', '果体萝莉'],
    ['a kunt', '*cunt*', 'kunt'],
    ['ｓｅｑｉｎｇ', '色情*', 'ｓｅｑｉｎｇ'],
    ['(tihs:1.2)', 'shit', 'tihs'],
  ])('[S149] finds %s', (text, term, matchedText) => {
    expect(found(text)).toContainEqual([term, matchedText]);
  });

  it.each([
    ['&#115;&#104;&#105;&#116;', 'shit', '&#115;&#104;&#105;&#116;'],
    ['f&#x75;ck', '*fuck*', 'f&#x75;ck'],
    ['sl&shy;ut', 'slut', 'sl&shy;ut'],
    ['slut&#97;', 'slut', 'slut'],
    ['&#24615;&#20132;', '性交', '&#24615;&#20132;'],
    ['f&amp;#117;ck', '*fuck*', 'f&amp;#117;ck'],
    ['&amp;#x26;amp;#115;lut', 'slut', '&amp;#x26;amp;#115;lut'],
    ['a (&#115;lut:1.2)', 'slut', '&#115;lut'],
  ])('[S150] finds a term behind HTML entities, and beside them: %s', (text, term, matchedText) => {
    expect(found(text)).toContainEqual([term, matchedText]);
  });

  it.each([
    ...[
      'Tom & Jerry',
      'Tom &amp; Jerry',
      '&amp;amp;',
      'R&amp;D',
      '&amp;lt;class&amp;gt;',
      'R&D',
      'AT&T',
      '&lt;class&gt;',
      'a&#10;ss',
      '?a=1&amp;b=2',
      '&#9999999;',
      '&#x110000;',
      '&;',
    ],
    ...['king Cnut', 'Lana del Rey', 'C. Auguste Dupin', 'Esra and Olli', 'a shoat in a sty', 'ares, the god'],
    ...[
      'gao xing jiao ni',
      'Xing Jiao',
      'xingjiao',
      'Se Qing',
      'ni se qing ma',
      'qiangjian',
      'koujiao',
      '强健的马',
      '口角',
      '停车坐爱枫林晚',
      '她姓交叉的交',
    ],
    ...[
      'xing交通',
      '女乃至全家',
      '月土豆',
      '兽医骄傲',
      '正态分布',
      '菠菜 bocai',
      'hai zi',
      '可口茭白',
      '爽口茭白',
      '金属铯',
      '水果体验',
      '路ロ',
      'Mehmet Kuntz',
      'de Kock',
    ],
  ])('[S149] and [S150] find nothing in %s', (text) => {
    expect(foundTerms(text)).toEqual([]);
  });
});

describe('disguisesOf', () => {
  it('[S151] knows no short disguises of words that were not compared with dictionaries', () => {
    const texts = (word: string): string[] => disguisesOf(word, false).map(({ text }) => text);
    expect(texts('parts')).toEqual([]);
    expect(texts('海燕')).toEqual([]);
    expect(texts('wombats')).toContain('stabmow');
    expect(texts('大海燕')).toEqual(expect.arrayContaining(['燕海大', 'dahaiyan', '大hai燕', '大海厌']));
  });

  it('[S151] makes a bounded number of disguises', () => {
    expect(disguisesOf('x'.repeat(40), true)).toEqual([]);
    const counts = LISTED.flatMap(({ text }) => parseParts(text).flat()).map((word) => disguisesOf(word, true).length);
    expect(Math.max(...counts)).toBeLessThan(120);
  });
});

const seed = Date.now() % 2 ** 31;

describe(`WordFilter for terms among harmless text (seed ${seed})`, () => {
  it.each(['en', 'zh'] as const)('[S152] finds a term wherever harmless text is added, in %s', (language) => {
    const choices = choicesOf(seed);
    const harmless = [...benignTexts(language, seed), ...harmlessTexts(`prompts-${language}`)];
    const terms = LISTED.filter((term) => term.language === language);
    const missed: string[] = [];
    for (let i = 0; i < 2000; i++) {
      const { text } = choices.pick(terms);
      const written = writeTerm(text, language, 'plain', choices);
      const separators = language === 'zh' ? ['，', '。', '\n'] : [', ', '. ', '\n'];
      const before = choices.chance(0.7) ? choices.pick(harmless) + choices.pick(separators) : '';
      const after = choices.chance(0.7) ? choices.pick(separators) + choices.pick(harmless) : '';
      if (!foundTerms(before + written + after).includes(text)) missed.push(`${text}: ${before}${written}${after}`);
    }
    expect(missed).toEqual([]);
  });

  it.each([
    ['水口交汇处的石桥，晨雾', '性交和花'],
    ['路口交通信号灯，夜雨，霓虹', '画性交，'],
  ])('[S152] finds a term when the text before it was %s, which has other words at its place', (before, text) => {
    const fresh = new WordFilter(['性交', '口交'].map((term) => ({ id: term, text: term })));
    const termsIn = (searched: string) => fresh.find(searched).map(({ termId }) => termId);
    expect([termsIn(before), termsIn(text), termsIn(before)]).toEqual([[], ['性交'], []]);
  });
});
