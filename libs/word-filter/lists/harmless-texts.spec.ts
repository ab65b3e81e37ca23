import { describe, expect, it } from '@jest/globals';
import { graveTexts, harmlessTexts } from '../../../tests/support/words/harmless.mjs';
import { choicesOf } from '../../../tests/support/words/random-choices.mjs';
import { WordFilter } from '../word-filter.js';
import { BUILT_IN_TERMS } from './built-in-terms.js';

type Scope = (typeof BUILT_IN_TERMS)[number]['scopes'][number];

const LISTED = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow');
const ALLOWED = BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text);
const scopesOf = new Map(LISTED.map(({ text, scopes }) => [text, scopes]));
const filter = new WordFilter(
  LISTED.map(({ text }) => ({ id: text, text })),
  ALLOWED,
);
const foundIn = (text: string, scope: Scope): string[] =>
  filter.find(text).flatMap(({ termId, matchedText }) => {
    return scopesOf.get(termId)?.includes(scope) ? [`${matchedText} in ${text}`] : [];
  });

describe('BUILT_IN_TERMS for harmless texts', () => {
  it.each([
    ['prompts-en', 'prompts'],
    ['prompts-zh', 'prompts'],
    ['chat', 'chat'],
  ] as const)('[S146] stop no text of %s', (name, scope) => {
    const texts = harmlessTexts(name);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(name === 'chat' ? 90 : 200);
    expect(texts.flatMap((text) => foundIn(text, scope))).toEqual([]);
  });

  it.each([
    '水口交汇',
    '水口交匯處',
    '肉棒骨汤',
    'topless mountain, 12 year old oak',
    '裸体雕塑，十二岁的橡树下',
    'nude woman, a twelve year old whisky in a glass',
    'a 9 year old golden retriever, topless',
    'nude woman, a 9-yr-old black cat sleeping',
    'nude woman, her cat aged 7 on a chair',
    '裸体女子，两岁的小橘猫',
  ])('[S147] stop no term that forms where two words meet, and no age of a thing: %s', (text) => {
    expect(foundIn(text, 'prompts')).toEqual([]);
  });

  it.each([
    ['水口交', '口交'],
    ['水口\u200b交汇', '口\u200b交'],
    ['水(口交:1.1)汇', '口交'],
    ['路口，口交', '口交'],
    ['nude, 12 year old oak girl', '12 year old'],
    ['nude, 12 year old oak [girl:5]', '12 year old'],
    ['nude (12 year old oak:1.1)', '12 year old'],
    ['nude, 12 year old, oak', '12 year old'],
    ['nude, 12 year old', '12 year old'],
    ['裸体，12岁的橡树女孩', '12岁'],
    ['nude, 9-yr-old cat girl', '9-yr-old'],
    ['nude, 9 year old pale cat', '9 year old'],
    ['nude girl, cat, aged 7', 'aged 7'],
    ['nude, cat aged 7 girl', 'aged 7'],
    ['裸体，两岁的小橘猫女孩', '两岁'],
  ])('[S147] stop a term that only stands beside such words: %s', (text, matchedText) => {
    expect(filter.find(text).map((match) => match.matchedText)).toContain(matchedText);
  });
});

describe('BUILT_IN_TERMS for things and mothers', () => {
  it.each([
    'naked rocks, a child',
    'undressed stone wall, teen hikers',
    'hangers without clothes, kids bedroom',
    '一岁一枯荣，赤裸的山岗',
    '没穿衣服的玩偶，小女孩的房间',
    '你妈的生日蛋糕',
  ])('[S162] stop no thing without clothes beside children, and no possession of a mother: %s', (text) => {
    expect(foundIn(text, 'prompts')).toEqual([]);
  });

  it.each([
    ['naked rocks, a naked child', 'naked'],
    ['undressed child on a stone wall', 'undress'],
    ['没穿衣服的小女孩，玩偶', '没穿衣服'],
    ['赤裸的小女孩，山岗', '赤裸'],
    ['你妈的', '你妈的'],
  ])('[S162] stop what only stands beside such things: %s', (text, matchedText) => {
    expect(filter.find(text).map((match) => match.matchedText)).toContain(matchedText);
  });
});

describe('BUILT_IN_TERMS for minors in unusual words', () => {
  it.each(['prompts-en', 'prompts-zh'] as const)('[S166] stop every grave text of %s', (name) => {
    const texts = graveTexts(name);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(90);
    expect(texts.filter((text) => foundIn(text, 'prompts').length === 0)).toEqual([]);
  });

  it.each([
    ['nude, GIRL', ', 11', true],
    ['naked girl', ', eleven', true],
    ['naked girl', ' - 12 - beach', true],
    ['undressed boy', ' (9)', true],
    ['nude', ', 13, girl', true],
    ['naked', ' 12 yrs, sofa', true],
    ['nude girl', ', 12 years, sofa', true],
    ['裸体女孩', ' 12', true],
    ['naked girl', ', 11 birds', false],
    ['naked girl', ': 1', false],
    ['nude girl', ' 16:9', false],
    ['nude girl', ', 3.5', false],
    ['nude girl', ' #3', false],
    ['nude girl', ', 1917', false],
    ['nude, 12 girl', 's', false],
    ['nude, 1', 'girl, solo', false],
    ['nude, painted over', ' 12 years', false],
    ['nude', ', 12 years of practice', false],
    ['12 years', ', one tree, nude', false],
    ['nude woman', ', 27', false],
    ['裸体女孩', '12种表情', false],
    ['二十七八岁', '，裸体', false],
  ])('[S164] read a number as an age only beside a person or a unit: %s%s is %s', (before, after, isAge) => {
    expect(foundIn(before + after, 'prompts').length > 0).toBe(isAge);
  });

  it.each(['8岁 没穿', '8岁，没穿，高清', '没穿，8岁', '8岁女孩，衣服没穿'])(
    '[S166] stop what leaves out the clothes: %s',
    (text) => {
      expect(foundIn(text, 'prompts')).not.toEqual([]);
    },
  );

  it.each(['8岁没穿鞋', '8岁 没穿 鞋', '8岁，外套没穿', '8岁没穿校服', '8岁，鞋子也没穿'])(
    '[S166] stop nobody without shoes or a coat: %s',
    (text) => {
      expect(foundIn(text, 'prompts')).toEqual([]);
    },
  );

  it.each([
    ['naked rock', 'child', ' '],
    ['naked trees', 'cute little kid', ' '],
    ['naked trees', '8 year old', ' '],
    ['child', 'naked rock', ' '],
    ['nude statue', 'toddler', ' '],
    ['赤裸的岩石', '小女孩', ''],
    ['赤裸的岩石', '可爱的小女孩', ''],
    ['小女孩', '没穿衣服的玩偶', ''],
    ['全裸', '儿童插画', ''],
  ])('[S165] keep a word in an allowed phrase that the other word touches: %s %s', (first, second, space) => {
    expect(foundIn(first + space + second, 'prompts')).not.toEqual([]);
    const separator = space === '' ? '，' : ', ';
    expect(foundIn(first + separator + second, 'prompts').length > 0).toBe(false);
  });

  it.each([
    'naked mole rat kids plush',
    'naked trees kids book',
    "naked cliffs, children's drawing",
    'nude tights child size 8',
    'naked rocks with a child',
    '赤裸的岩石上的小女孩',
    '小女孩的没穿衣服的玩偶',
  ])('[S165] free a thing beside children that is only a thing: %s', (text) => {
    expect(foundIn(text, 'prompts')).toEqual([]);
  });
});

const seed = Date.now() % 2 ** 31;

describe(`BUILT_IN_TERMS for random ids (seed ${seed})`, () => {
  const { pick } = choicesOf(seed);
  const random = (alphabet: readonly string[], length: number): string =>
    Array.from({ length }, () => pick(alphabet)).join('');
  const hex = (length: number): string => random([...'0123456789abcdef'], length);
  const digits = (length: number): string => random([...'0123456789'], length);
  const BASE64 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
  const KINDS: Readonly<Record<string, () => string>> = {
    'hex of 8 digits': () => hex(8),
    'hex of 16 digits': () => hex(16),
    'hex of 32 digits': () => hex(32),
    'hex of 64 digits': () => hex(64),
    'capital hex': () => hex(16).toUpperCase(),
    UUIDs: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    base64: () => `${random(BASE64, 44)}=`,
    'semantic versions': () => `v${digits(1)}.${digits(2)}.${digits(1)}-rc.${digits(1)}+${hex(8)}`,
    'phone numbers': () => `+${digits(2)} ${digits(3)} ${digits(4)}-${digits(4)}`,
    'IPv6 addresses': () => [4, 4, 4, 4, 4, 4, 4, 4].map(hex).join(':'),
    colors: () => `#${hex(pick([3, 6]))}`,
  };

  it.each(Object.keys(KINDS))('[S148] find nothing in 10,000 random %s', (kind) => {
    const texts = Array.from({ length: 10_000 }, () => KINDS[kind]!());
    expect(texts.filter((text) => filter.find(text).length > 0)).toEqual([]);
  });

  it.each([
    ['83277fuck', 'fuck'],
    ['99whore99', 'whore'],
    ['p3n1s', 'p3n1s'],
    ['a55!', 'a55'],
    ['1488!', '1488'],
    ['xX_5lut_Xx', '5lut'],
    ['my_fuck_model_v2.safetensors', 'fuck'],
    ['FuckYouAll', 'Fuck'],
    ['a f.u.c.k', 'f.u.c.k'],
  ])('[S148] still find a word with digits: %s', (text, matchedText) => {
    expect(filter.find(text).map((match) => match.matchedText)).toContain(matchedText);
  });
});
