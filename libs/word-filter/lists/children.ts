import { PROMPTS, termsOf, type BuiltInTerm } from './built-in-term.js';

/**
 * Multi-part terms: a prompt must not combine children with nudity, wherever the words stand. Contains unambiguous words only;
 * ambiguous ones (baby, minor, girl) are omitted or allowed in phrases.
 */
const NUDITY = ['nude* | nudity | naked* | unclothed', 'topless | undress*'];
/** Further words for nudity, of which some are harmless in allowed phrases. */
const UNDRESSED = [
  'without clothes | no clothes on | wearing nothing',
  'without any clothes | without clothing | nekkid',
  'wearing no clothing | unclad | bare bottomed',
  'wearing no clothes | with no clothes',
];
const SEXUAL = 'sexy | sexual* | erotic* | nsfw | hentai | lewd';
const CHILDREN = [
  'child | children | childlike | kid | kids',
  'little girl* | little boy*',
  'young girl* | young boy*',
  'schoolgirl* | schoolboy* | preteen* | luoli',
  'underage | prepubescent | toddler* | infants',
  'infant',
];
const MORE_CHILDREN = [
  'tween | tweens | kiddo* | kiddie* | pre teen*',
  'lil girl* | lil boy* | small girl* | small boy*',
  'young lass* | pubescent | preadolescent*',
  'preschooler* | schoolchild* | schoolkid*',
  'school girl* | school boy* | first grader*',
  'middle schooler* | kindergartener* | underaged',
  'baby girl* | baby boy* | little sister*',
];
const ALL_CHILDREN = [...CHILDREN, ...MORE_CHILDREN];
const TEENS = 'teen | teens | teenage*';

const NUDITY_CHINESE = [
  '*裸体* | *赤裸* | *全裸* | 裸照 | 一丝不挂 | 光着身子 | 脱光*',
  '情色* | 性感* | 性爱* | 性行为 | 情趣内衣 | 露点',
  '裸露身体 | 裸露下体 | 下体 | 私处 | 阴部 | 生殖器',
];
const UNDRESSED_CHINESE = [
  '没穿衣服 | 没有穿衣服 | 不穿衣服 | 没穿衣裳 | 没穿任何衣服 | 没穿裤子 | 没穿内裤',
  '身体裸露 | 全身裸露 | 裸着身子 | 裸着身体 | 赤着身子 | 赤身露体 | 裸身',
  '光屁股* | 光着屁股 | 光身子 | 光腚 | *半裸* | 不着寸缕',
  '光着身 | 光屁屁 | 裸女 | 脱掉衣服',
];
const CHILDREN_CHINESE = [
  '儿童 | 小女孩* | 小男孩* | 女童 | 男童 | 幼女 | 幼童 | 幼儿 | 孩童',
  '孩子 | 小孩 | 小孩子 | 小姑娘 | 小学生 | 初中生 | 婴儿',
  '萝莉* | 正太 | 未成年* | 男孩子 | 女孩子',
];
const MORE_CHILDREN_CHINESE = [
  '小女生 | 小男生 | 小萝莉* | 小正太 | 女娃* | 男娃* | 小丫头 | 小屁孩',
  '小学女生 | 小学男生 | 初中女生 | 初中男生 | 初一女生 | 初二女生 | 初三女生',
];
const ALL_CHILDREN_CHINESE = [...CHILDREN_CHINESE, ...MORE_CHILDREN_CHINESE];
/** Up to the age of twenty, so only combined with nudity. */
const TEENS_CHINESE = '少女 | 少年 | 女学生 | 男学生 | 高中生';

const SCHOOL_CHINESE = '中学生 | 女中学生 | 男中学生';

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

const MONTHS = 'month old* | months old';

const combine = (a: readonly string[], b: readonly string[]): string =>
  a.flatMap((one) => b.map((other) => `${one} + ${other}`)).join(',');

const GROUP = { category: 'minors', action: 'block', scopes: PROMPTS } as const;

export const CHILDREN_IN_IMAGES: readonly BuiltInTerm[] = [
  ...termsOf('en', [
    { ...GROUP, words: combine([...NUDITY, SEXUAL], ALL_CHILDREN) },
    { ...GROUP, words: combine(NUDITY, [TEENS]) },
    { ...GROUP, words: combine([...NUDITY, SEXUAL], AGES) },
    { ...GROUP, words: combine(UNDRESSED, [...ALL_CHILDREN, TEENS, ...AGES]) },
    { ...GROUP, words: combine([...NUDITY, ...UNDRESSED], [MONTHS]) },
    {
      ...GROUP,
      words: ['young', 'little', 'small', 'tiny']
        .flatMap((size) => ['nude', 'naked'].flatMap((bare) => [`${size} ${bare} girl*`, `${size} ${bare} boy*`]))
        .join(','),
    },
  ]),
  ...termsOf('zh', [
    { ...GROUP, words: combine(NUDITY_CHINESE, ALL_CHILDREN_CHINESE) },
    { ...GROUP, words: `${NUDITY_CHINESE[0]} + ${TEENS_CHINESE}` },
    { ...GROUP, words: combine(NUDITY_CHINESE, AGES_CHINESE) },
    {
      ...GROUP,
      words: combine(UNDRESSED_CHINESE, [...ALL_CHILDREN_CHINESE, TEENS_CHINESE, SCHOOL_CHINESE, ...AGES_CHINESE]),
    },
    { ...GROUP, words: `${NUDITY_CHINESE[0]} + ${SCHOOL_CHINESE}` },
  ]),
  // Prompts mix both languages.
  ...termsOf('any', [
    { ...GROUP, words: combine([...NUDITY, SEXUAL], [...ALL_CHILDREN_CHINESE, ...AGES_CHINESE]) },
    { ...GROUP, words: combine(NUDITY_CHINESE, [...ALL_CHILDREN, ...AGES]) },
    { ...GROUP, words: combine(NUDITY, [TEENS_CHINESE, SCHOOL_CHINESE]) },
    { ...GROUP, words: combine(NUDITY_CHINESE.slice(0, 1), [TEENS]) },
    { ...GROUP, words: combine(UNDRESSED, [...ALL_CHILDREN_CHINESE, TEENS_CHINESE, SCHOOL_CHINESE, ...AGES_CHINESE]) },
    { ...GROUP, words: combine(UNDRESSED_CHINESE, [...ALL_CHILDREN, TEENS, ...AGES]) },
    { ...GROUP, words: combine(NUDITY_CHINESE.slice(0, 1), [MONTHS]) },
  ]),
];
