import { PROMPTS, termsOf, type BuiltInTerm } from './built-in-term.js';

/**
 * Multi-part terms: a prompt must not combine children with nudity, wherever the words stand. Contains unambiguous words only;
 * ambiguous ones (baby, minor, girl) are omitted or allowed in phrases.
 */
const MAX_LINE_LENGTH = 48;

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
/** The filter knows the other forms of a school year: `grade 6 girl`, `year 6 pupil`. A freshman without a school may be an adult. */
const PUPILS =
  pack(`kindergartner*, grade schooler*, elementary schooler*, primary schooler*, elementary student*, elementary school student*,
  primary school student*, middle school student*, junior high student*, junior high girl*, preschool girl*, preschool boy*, junior high boy*, boy scout*, girl scout*, pre pubescent, pre adolescent*, tweenage*,
  1st grade*, 2nd grade*, 3rd grade*, 4th grade*, 5th grade*, 6th grade*, 7th grade*, 8th grade*, second grader*, third grader*,
  fourth grader*, fifth grader*, sixth grader*, seventh grader*, eighth grader*`);
const OLDER_PUPILS =
  pack(`9th grade*, 10th grade*, 11th grade*, 12th grade*, ninth grader*, tenth grader*, eleventh grader*, twelfth grader*,
  adolescent*, high schooler*, high school student*, sixth former*, sixth form girl*, sixth form boy*, lolita, high school freshman, high school sophomore*, high school junior*, high school senior*`);
/** Less usual words for nudity. */
const BARED =
  pack(`stripped bare, disrobed, disrobing, in the buff, birthday suit, bottomless, skinny dip, skinny dipping, skinny dipper*, clothes off, no clothing, clothesless,
  without any clothing, with nothing on, without a stitch, not wearing anything, not wearing clothes, not wearing any clothes, wears no clothes, taking off her clothes, taking off his clothes,
  takes off her clothes, takes off his clothes, removing her clothes, removing his clothes, clothes removed, strip bare, strips bare, stripping bare,
  no underwear, without underwear, no panties, without panties, pantyless, pants down, bare breasts, bare breasted, bare butt*, bare bottom`);
const SEDUCTIVE = 'seductive* | lingerie | upskirt*';

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
/** With what follows: 三年级女生. */
const GRADES_CHINESE = [...'一二三四五六七八九'].flatMap((n) =>
  ['女*', '男*', '学生'].map((pupil) => `${n}年级${pupil}`),
);
const PRIMARY_CHINESE = [...'一二三四五六'].flatMap((n) => [`小${n}女生`, `小${n}男生`]);
const JUNIOR_CHINESE = [...'一二三'].flatMap((n) => [
  `国${n}女生`,
  `初${n}女孩`,
  `初${n}男生`,
  `初${n}男孩`,
  `初${n}学生`,
]);
const PUPILS_CHINESE =
  pack(`小朋友*, 小妹妹, 小弟弟, 童男, 童女, 小孩儿, 学龄前, 小学生们, 幼儿园女孩, 幼儿园男孩, 初中女孩, 初中男孩, 小学女孩, 小学男孩,
  ${[...GRADES_CHINESE, ...PRIMARY_CHINESE, ...JUNIOR_CHINESE].join(',')}`);
const BARED_CHINESE =
  pack(`光溜溜*, 赤条条*, 脱衣服, 脱衣, 脱下衣服, 脱去衣服, 脱了衣服, 脱裤子, 脱下裤子, 脱掉裤子, 脱内裤, 脱下内裤, 什么都没穿,
  什么也没穿, 啥都没穿, 啥也没穿, 没穿任何衣物, 没有穿任何衣服, 一件衣服都没穿, 一件衣服也没穿, 不着衣物, 未着寸缕, 宽衣解带, 褪去衣物, 褪去衣服,
  褪下衣服, 裸奔, 裸泳, 露屁股, 露出屁股, 露出胸部, 裸露胸部, 胸部裸露, 裸露臀部, 露出乳房, 露乳, 裸胸, 裸臀, 赤身*`);
const ALL_CHILDREN_CHINESE = [...CHILDREN_CHINESE, ...MORE_CHILDREN_CHINESE];
/** Up to the age of twenty, so only combined with nudity. */
const TEENS_CHINESE = '少女 | 少年 | 女学生 | 男学生 | 高中生';

const SCHOOL_CHINESE = '中学生 | 女中学生 | 男中学生';

const OLDER_PUPILS_CHINESE = pack(
  '高一女生, 高二女生, 高三女生, 高一男生, 高二男生, 高三男生, 高中女生, 高中男生, 高中女孩, 高中男孩, 高一学生, 高二学生, 高三学生, 十几岁, 十来岁',
);

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

/** Ages between two, which no numeral may precede: 二十七八岁. */
const ABOUT = pack(
  `一两岁, 两三岁, 三四岁, 三五岁, 四五岁, 五六岁, 六七岁, 七八岁, 八九岁, 十一二岁, 十二三岁, 十三四岁, 十四五岁, 十五六岁, 十六七岁`,
);
/** Several ages a line. The filter knows the other forms of an age. */
const PACKED_AGES = pack([...YEARS, ...NUMBER_WORDS].map((years) => `${years} year old*`).join(','));
const PACKED_AGES_CHINESE = pack(AGES_CHINESE.map((forms) => forms.replace(' | ', ',')).join(','));

const MONTHS = 'month old* | months old';

const combine = (a: readonly string[], b: readonly string[]): string =>
  a.flatMap((one) => b.map((other) => `${one} + ${other}`)).join(',');

/** Words separated by commas, in as few lines of alternatives as two of them fit into one term. */
function pack(words: string): string[] {
  const lines: string[] = [];
  for (const word of words.split(',').map((one) => one.trim())) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= MAX_LINE_LENGTH) lines.push(`${lines.pop()} | ${word}`);
    else lines.push(word);
  }
  return lines;
}

const GROUP = { category: 'minors', action: 'block', scopes: PROMPTS } as const;

export const CHILDREN_IN_IMAGES: readonly BuiltInTerm[] = [
  ...termsOf('en', [
    { ...GROUP, words: combine([...NUDITY, SEXUAL], ALL_CHILDREN) },
    { ...GROUP, words: combine([...NUDITY, ...UNDRESSED, ...BARED, SEXUAL, SEDUCTIVE], PUPILS) },
    { ...GROUP, words: combine([...BARED, SEDUCTIVE], [...ALL_CHILDREN, ...PACKED_AGES]) },
    { ...GROUP, words: combine(NUDITY, [TEENS]) },
    { ...GROUP, words: combine(BARED, [TEENS]) },
    { ...GROUP, words: combine([...NUDITY, ...UNDRESSED, ...BARED], OLDER_PUPILS) },
    { ...GROUP, words: combine([...NUDITY, SEXUAL], AGES) },
    { ...GROUP, words: combine(UNDRESSED, [...ALL_CHILDREN, TEENS, ...AGES]) },
    { ...GROUP, words: combine([...NUDITY, ...UNDRESSED], [MONTHS]) },
    {
      ...GROUP,
      words: ['young', 'little', 'small', 'tiny']
        .flatMap((size) => ['nude', 'naked'].flatMap((bare) => [`${size} ${bare} girl*`, `${size} ${bare} boy*`]))
        .join(','),
    },
    {
      ...GROUP,
      words:
        'stripped child*, stripped kid*, stripped toddler*, stripped schoolgirl*, stripped schoolboy*, stripped preteen*',
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
    {
      ...GROUP,
      words: combine([...NUDITY_CHINESE, ...UNDRESSED_CHINESE, ...BARED_CHINESE], [...PUPILS_CHINESE, ...ABOUT]),
    },
    {
      ...GROUP,
      words: combine(BARED_CHINESE, [...ALL_CHILDREN_CHINESE, TEENS_CHINESE, SCHOOL_CHINESE, ...PACKED_AGES_CHINESE]),
    },
    {
      ...GROUP,
      words: combine([NUDITY_CHINESE[0]!, ...UNDRESSED_CHINESE, ...BARED_CHINESE], OLDER_PUPILS_CHINESE),
    },
  ]),
  // Also where an allowed phrase such as 儿童插画 continues.
  ...termsOf('zh', [
    {
      ...GROUP,
      words: ['裸体', '全裸', '赤裸', '光溜溜', '没穿衣服', '光屁股', '一丝不挂']
        .flatMap((bare) => ['儿童', '小孩', '孩子'].map((child) => `${bare}的${child}`))
        .join(','),
    },
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
    { ...GROUP, words: combine(NUDITY, [...PUPILS_CHINESE, ...ABOUT, ...OLDER_PUPILS_CHINESE]) },
    { ...GROUP, words: combine(NUDITY_CHINESE.slice(0, 1), [...PUPILS, ...OLDER_PUPILS]) },
    { ...GROUP, words: combine(BARED_CHINESE, [...ALL_CHILDREN, ...PACKED_AGES]) },
    { ...GROUP, words: combine(BARED, [...ALL_CHILDREN_CHINESE, ...PACKED_AGES_CHINESE]) },
  ]),
];
