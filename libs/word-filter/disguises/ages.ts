import type { Disguise } from './disguise.js';

const ENGLISH = /^(\d{1,2}|[a-z]+) year old$/u;
const CHINESE = /^(\d{1,2}|[一二三四五六七八九十]+)岁$/u;
const GRADE = /^(\d{1,2})(?:st|nd|rd|th) grade$/u;
const GRADER = /^([a-z]+th|first|second|third) grader$/u;

/** Below it, a number beside a person counts persons or images: `girl 2`. */
const MIN_BARE_AGE = 3;
const ONE_OR_TWO = new Set(['1', '2', 'one', 'two', '一', '二']);
/** Each has a pattern for each age, so these are the usual ones. */
const PERSONS = [
  ...[
    'boy',
    'boys',
    'boy of',
    'boy of about',
    'girl',
    'girls',
    'girl of',
    'girl of about',
    'male',
    'female',
    'lad',
    'pupil',
    'student',
    'daughter',
    'son',
  ],
  ...['sister', 'brother', 'she is', 'who is', 'he is', 'shes', 'hes', 'turned'],
];
const PERSONS_CHINESE = ['女孩', '男孩', '女生', '男生', '妹妹', '弟弟', '女儿', '儿子'];
const PUPILS = ['girl', 'boy', 'student', 'pupil'];

/** Other ways to write an age or a school year. The colon stands for any separator: `age 7`, `age: 7`. */
export function agesOf(text: string): Disguise[] {
  const [, years] = ENGLISH.exec(text) ?? [];
  if (years !== undefined) return [...englishAges(years), ...bareAges(years)];
  const [, chineseYears] = CHINESE.exec(text) ?? [];
  if (chineseYears !== undefined) return chineseAges(chineseYears);
  const [, grade] = GRADE.exec(text) ?? [];
  if (grade !== undefined) {
    return PUPILS.flatMap((pupil) => [{ text: `grade ${grade} ${pupil}` }, { text: `year ${grade} ${pupil}` }]);
  }
  const [, ordinal] = GRADER.exec(text) ?? [];
  return ordinal === undefined ? [] : PUPILS.map((pupil) => ({ text: `${ordinal} grade ${pupil}` }));
}

const englishAges = (years: string): Disguise[] =>
  [
    ...[
      `${years} yr old*`,
      `${years} yrs old`,
      `${years} years old`,
      `${years} years of age`,
      `${years} yo`,
      `${years}yo`,
    ],
    ...[
      `age: ${years}`,
      `aged: ${years}`,
      `age of ${years}`,
      `ages: ${years}`,
      `aged about ${years}`,
      `aged around ${years}`,
    ],
  ].map((text) => ({ text }));

function bareAges(years: string): Disguise[] {
  const withUnit: Disguise[] = [
    ...['years', 'year'].map((unit): Disguise => ({ text: `${years} ${unit}`, bareAge: 'with unit' })),
    ...[' yrs', ' yr', 'yrs', 'yr'].map((unit): Disguise => ({ text: `${years}${unit}`, bareAge: 'with short unit' })),
  ];
  if (ONE_OR_TWO.has(years)) return withUnit;
  const besidePerson = PERSONS.map((person) => `${person}: ${years}`);
  const beforePerson = ['boy', 'girl'].map((person) => `${years}: ${person}`);
  return [
    ...withUnit,
    ...[...besidePerson, ...beforePerson].map((text): Disguise => ({ text, bareAge: 'beside person' })),
  ];
}

function chineseAges(years: string): Disguise[] {
  const forms = [`${years}周岁`, `年龄${years}`, `年龄：${years}`, ...(years === '二' ? ['两岁', '两周岁'] : [])];
  const isNumber = Number(years) >= MIN_BARE_AGE;
  const besidePerson = isNumber ? PERSONS_CHINESE.map((person) => `${person}：${years}`) : [];
  return [
    ...forms.map((text) => ({ text })),
    ...besidePerson.map((text): Disguise => ({ text, bareAge: 'beside person' })),
  ];
}
