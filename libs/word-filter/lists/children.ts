import { PROMPTS, termsOf, type BuiltInTerm } from './built-in-term.js';

/**
 * Multi-part terms: a prompt must not combine children with nudity, wherever the words stand. Contains unambiguous words only;
 * ambiguous ones (baby, minor, girl) are omitted or allowed in phrases.
 */
const NUDITY = ['nude* | nudity | naked* | unclothed', 'topless | undress*'];
const SEXUAL = 'sexy | sexual* | erotic* | nsfw | hentai | lewd';
const CHILDREN = [
  'child | children | childlike | kid | kids',
  'little girl* | little boy*',
  'young girl* | young boy*',
  'schoolgirl* | schoolboy* | preteen* | luoli',
  'underage | prepubescent | toddler* | infants',
  'infant',
];
const TEENS = 'teen | teens | teenage*';

const NUDITY_CHINESE = [
  '*裸体* | *赤裸* | *全裸* | 裸照 | 一丝不挂 | 光着身子 | 脱光*',
  '情色* | 性感* | 性爱* | 性行为 | 情趣内衣 | 露点',
  '裸露身体 | 裸露下体 | 下体 | 私处 | 阴部 | 生殖器',
];
const CHILDREN_CHINESE = [
  '儿童 | 小女孩* | 小男孩* | 女童 | 男童 | 幼女 | 幼童 | 幼儿 | 孩童',
  '孩子 | 小孩 | 小孩子 | 小姑娘 | 小学生 | 初中生 | 婴儿',
  '萝莉* | 正太 | 未成年* | 男孩子 | 女孩子',
];
/** Up to the age of twenty, so only combined with nudity. */
const TEENS_CHINESE = '少女 | 少年 | 女学生 | 男学生 | 高中生';

const YEARS = Array.from({ length: 17 }, (_, n) => n + 1);
const NUMERALS = '零一二三四五六七八九';
const chineseNumeral = (years: number): string =>
  years < 10 ? NUMERALS.charAt(years) : `十${years > 10 ? NUMERALS.charAt(years - 10) : ''}`;

const NUMBER_WORDS =
  `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen`.split(
    ' ',
  );
const AGES = [
  ...YEARS.map((years) => `${years} year old* | ${years} years old | ${years}yo`),
  ...NUMBER_WORDS.map((years) => `${years} year old* | ${years} years old`),
];
const AGES_CHINESE = YEARS.map((years) => `${years}岁 | ${chineseNumeral(years)}岁`);

const combine = (a: readonly string[], b: readonly string[]): string =>
  a.flatMap((one) => b.map((other) => `${one} + ${other}`)).join(',');

const GROUP = { category: 'minors', action: 'block', scopes: PROMPTS } as const;

export const CHILDREN_IN_IMAGES: readonly BuiltInTerm[] = [
  ...termsOf('en', [
    { ...GROUP, words: combine([...NUDITY, SEXUAL], CHILDREN) },
    { ...GROUP, words: combine(NUDITY, [TEENS]) },
    { ...GROUP, words: combine([...NUDITY, SEXUAL], AGES) },
    {
      ...GROUP,
      words: ['young', 'little', 'small', 'tiny']
        .flatMap((size) => ['nude', 'naked'].flatMap((bare) => [`${size} ${bare} girl*`, `${size} ${bare} boy*`]))
        .join(','),
    },
  ]),
  ...termsOf('zh', [
    { ...GROUP, words: combine(NUDITY_CHINESE, CHILDREN_CHINESE) },
    { ...GROUP, words: `${NUDITY_CHINESE[0]} + ${TEENS_CHINESE}` },
    { ...GROUP, words: combine(NUDITY_CHINESE, AGES_CHINESE) },
  ]),
  // Prompts mix both languages.
  ...termsOf('any', [
    { ...GROUP, words: combine([...NUDITY, SEXUAL], [...CHILDREN_CHINESE, ...AGES_CHINESE]) },
    { ...GROUP, words: combine(NUDITY_CHINESE, [...CHILDREN, ...AGES]) },
    { ...GROUP, words: combine(NUDITY, [TEENS_CHINESE]) },
    { ...GROUP, words: combine(NUDITY_CHINESE.slice(0, 1), [TEENS]) },
  ]),
];
