import {
  CARRIERS as CHINESE_CARRIERS,
  NEIGHBOURS as CHINESE_NEIGHBOURS,
  sentence as chineseSentence,
} from './clean-chinese.mjs';
import {
  CARRIERS as ENGLISH_CARRIERS,
  NEIGHBOURS as ENGLISH_NEIGHBOURS,
  sentence as englishSentence,
} from './clean-english.mjs';
import { BETWEEN, BEYOND, ON_LETTERS } from './obfuscations.mjs';
import { choicesOf } from './random-choices.mjs';

const CLEAN = 620;
const DIRTY = 1240;
/** Few terms of a category may allow a disguise. */
const MAX_TRIES = 20;
const OF = {
  en: {
    source: { CARRIERS: ENGLISH_CARRIERS, NEIGHBOURS: ENGLISH_NEIGHBOURS, sentence: englishSentence },
    letters: ['case', 'leet', 'confusables', 'width', 'style'],
    between: Object.keys(BETWEEN),
    beyond: ['entities', 'encodedTwice', 'reversed', 'swapped', 'masked', 'drawnOut'],
  },
  zh: {
    source: { CARRIERS: CHINESE_CARRIERS, NEIGHBOURS: CHINESE_NEIGHBOURS, sentence: chineseSentence },
    letters: ['traditional'],
    between: ['invisible', 'signs', 'spaces', 'weights'],
    beyond: [
      ...[
        'entities',
        'encodedTwice',
        'reversed',
        'swapped',
        'glued',
        'mixed',
        'pinyin',
        'syllables',
        'tones',
        'toneNumbers',
      ],
      ...['homophones', 'lookAlikes', 'takenApart'],
    ],
  },
};
const bare = (text) => text.replaceAll('*', '');

/** An obfuscated term: `how` names one way, or `several` at once, or `plain`. */
function disguised(term, language, how, choices) {
  const { letters, between } = OF[language];
  const apply = (name, text) => (ON_LETTERS[name] ?? BETWEEN[name] ?? BEYOND[name])(text, choices);
  if (how === 'plain') return term;
  if (how !== 'several') return apply(how, term);
  // Weights surround the existing text: they are no letters to put signs between.
  const some = [...letters, ...between].filter((name) => name !== 'weights' && choices.chance(0.4));
  return [...some, ...(choices.chance(0.3) ? ['weights'] : [])].reduce((text, name) => apply(name, text), term);
}

/** What users write between separate parts of a term. */
const APART = {
  en: [' ', ', ', ' who is ', ' AND ', ' BREAK ', ', oil on canvas, ', ', (soft light:1.2), '],
  zh: ['，', '，水彩，', ' ', ' BREAK ', ' AND '],
};

/** A term as a user writes it, one word of each of its parts in any order; `how` as in `disguised`. */
export function writeTerm(term, language, how, choices) {
  const bareWords = bare(term)
    .split(' + ')
    .map((part) => part.split(' | '))
    .map((either) => disguised(either.length > 1 ? choices.pick(either) : either[0], language, how, choices));
  if (bareWords.length > 1 && choices.chance(0.5)) bareWords.reverse();
  return bareWords.length > 1 ? bareWords.join(choices.pick(APART[language])) : bareWords[0];
}

/** The ways in which a term is guaranteed to be found. */
export const obfuscationsOf = (language) => ['plain', ...OF[language].letters, ...OF[language].between, 'several'];

/** Texts without terms, beginning with words similar to terms. */
export function benignTexts(language, seed) {
  const { source } = OF[language];
  const choices = choicesOf(seed);
  const made = new Set(source.NEIGHBOURS);
  while (made.size < CLEAN) made.add(source.sentence(choices.pick));
  return [...made];
}

/** A term that the disguise changes: a word of two characters can't be swapped. */
function disguisedTerm(terms, language, how, choices) {
  for (let tries = 1; ; tries++) {
    const term = choices.pick(terms);
    const written = writeTerm(term.text, language, how, choices);
    if (how === 'plain' || !OF[language].beyond.includes(how) || tries > MAX_TRIES) return { term, written };
    if (written !== writeTerm(term.text, language, 'plain', choices)) return { term, written };
  }
}

/** Texts with one term each, with all ways and categories in turn. */
export function violatingTexts(terms, language, seed) {
  const { source } = OF[language];
  const choices = choicesOf(seed);
  const ways = [...obfuscationsOf(language), ...OF[language].beyond];
  const byCategory = Map.groupBy(
    terms.filter((term) => term.action !== 'allow' && term.language === language),
    ({ category }) => category,
  );
  const categories = [...byCategory.keys()];
  return Array.from({ length: DIRTY }, (_, i) => {
    const category = categories[i % categories.length];
    const how = ways[Math.floor(i / categories.length) % ways.length];
    const { term, written } = disguisedTerm(byCategory.get(category), language, how, choices);
    return { text: choices.pick(source.CARRIERS).replace('{}', () => written), term: term.text, category, how };
  });
}
