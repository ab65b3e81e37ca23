import { benignTexts, violatingTexts, obfuscationsOf } from './corpus.mjs';
import { harmlessTexts } from './harmless.mjs';

/** A seed that nothing was tuned on. */
const SEED = 20_261_126;
const LANGUAGES = { en: 'English', zh: 'Chinese' };
/** The same texts with the filter before it knew any disguise but those that normalization undoes. */
const BEFORE = {
  en: { recall: '0.787', entities: '0.000', encodedTwice: '0.000', reversed: '0.000', swapped: '0.000' },
  zh: {
    ...{
      recall: '0.460',
      entities: '0.000',
      encodedTwice: '0.000',
      reversed: '0.015',
      swapped: '0.015',
      glued: '0.970',
    },
    ...{ mixed: '0.000', pinyin: '0.000', syllables: '0.000', tones: '0.000', toneNumbers: '0.000' },
    ...{ homophones: '0.018', lookAlikes: '0.745', takenApart: '0.000' },
  },
};
const HARMLESS = [
  { name: 'prompts-en', scope: 'prompts', before: 27 },
  { name: 'prompts-zh', scope: 'prompts', before: 39 },
  { name: 'chat', scope: 'chat', before: 18 },
];

const share = (part, whole) => (whole === 0 ? '–' : (part / whole).toFixed(3));
const count = (items, of) => items.filter(of).length;

/** The results of one filter for all texts of the corpus. */
function answersOf(filter, terms, language) {
  const categoryOf = new Map(terms.map(({ text, category }) => [text, category]));
  const termIdsIn = (text) => filter.find(text).map(({ termId }) => termId);
  return {
    language,
    clean: benignTexts(language, SEED).map((text) => ({
      text,
      wrong: termIdsIn(text).map((term) => categoryOf.get(term)),
    })),
    dirty: violatingTexts(terms, language, SEED).map((text) => ({
      ...text,
      found: termIdsIn(text.text).includes(text.term),
    })),
  };
}

function rowsOf({ clean, dirty }, key, isWrong) {
  const names = [...new Set(dirty.map((text) => text[key]))];
  return names.map((name) => {
    const texts = dirty.filter((text) => text[key] === name);
    const found = count(texts, (text) => text.found);
    const wrong = count(clean, (text) => isWrong(text, name));
    return {
      name,
      texts: texts.length,
      found,
      wrong,
      precision: share(found, found + wrong),
      recall: share(found, texts.length),
    };
  });
}

/**
 * Precision and recall of a filter over the corpus; the ids of its terms are their texts.
 * @param {{ find(text: string): readonly { termId: string }[] }} filter
 */
export function measured(filter, terms) {
  return Object.keys(LANGUAGES).map((language) => {
    const answers = answersOf(filter, terms, language);
    const found = count(answers.dirty, (text) => text.found);
    const promised = answers.dirty.filter(({ how }) => obfuscationsOf(language).includes(how));
    const wrong = count(answers.clean, (text) => text.wrong.length > 0);
    return {
      language,
      clean: answers.clean.length,
      dirty: answers.dirty.length,
      found,
      wrong,
      precision: share(found, found + wrong),
      recall: share(found, answers.dirty.length),
      byCategory: rowsOf(answers, 'category', (text, name) => text.wrong.includes(name)),
      byDisguise: rowsOf(answers, 'how', () => false),
      promised: promised.length,
      promisedFound: count(promised, (text) => text.found),
      missed: promised.filter((text) => !text.found).map(({ text, term }) => `${term}: ${text}`),
      stumbled: answers.clean.filter((text) => text.wrong.length > 0).map(({ text }) => text),
    };
  });
}

const table = (heads, rows) => {
  const widths = heads.map((head, i) =>
    Math.max(...[head, ...rows.map((row) => String(row[i]))].map((cell) => cell.length)),
  );
  const line = (cells) => `| ${cells.map((cell, i) => String(cell).padEnd(widths[i])).join(' | ')} |`;
  return [line(heads), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
};

/** How many harmless texts of our own are stopped, in a table. */
function harmlessTable(filter, terms) {
  const scopesOf = new Map(terms.map(({ text, scopes }) => [text, scopes]));
  const rows = HARMLESS.map(({ name, scope, before }) => {
    const texts = harmlessTexts(name);
    const stopped = count(texts, (text) =>
      filter.find(text).some(({ termId }) => scopesOf.get(termId).includes(scope)),
    );
    return [name, texts.length, before, stopped];
  });
  return table(['texts', 'number', 'stopped before', 'stopped'], rows);
}

/** The tables of docs/measures/words.md. */
export function tablesOf(filter, terms) {
  const figures = measured(filter, terms);
  const parts = figures.map(({ byCategory, byDisguise, ...all }) => {
    const rows = (list) =>
      list.map(({ name, texts, found, precision, recall }) => [name, texts, found, precision, recall]);
    return [
      `## ${LANGUAGES[all.language]}`,
      `${all.clean} texts without a blocked term, of which ${all.wrong} were blocked. ${all.dirty} texts with one, of which ${all.found} were found: precision ${all.precision}, recall ${all.recall} (before: ${BEFORE[all.language].recall}). Of the ${all.promised} texts with a guaranteed disguise, ${all.promisedFound} were found.`,
      table(['category', 'texts', 'found', 'precision', 'recall'], rows(byCategory)),
      table(
        ['disguise', 'texts', 'found', 'recall before', 'recall'],
        byDisguise.map(({ name, texts, found, recall }) => {
          return [name, texts, found, BEFORE[all.language][name] ?? recall, recall];
        }),
      ),
      ...(all.missed.length > 0
        ? [`Guaranteed but not found: ${all.missed.map((text) => `\`${text}\``).join(', ')}.`]
        : []),
      ...(all.stumbled.length > 0
        ? [`Blocked by mistake: ${all.stumbled.map((text) => `\`${text}\``).join(', ')}.`]
        : []),
    ].join('\n\n');
  });
  return (
    [
      '# Word filter: precision and recall',
      'Written by `npm run bench -- words` on generated texts with a fixed seed (tests/support/words): sentences and prompts, above all those that a careless list would block by mistake, and the same texts with a term of the built-in lists, disguised in each known way and in several at once.',
      'The authors of the filter also wrote the texts, and Chinese words are disguised with the tables of sounds and components that the filter has. So the figures show that the filter keeps its guarantees, not how it handles new disguises. "Before" is the same texts with the previous filter.',
      'The last disguises in each table are not combined with others. `entities` writes HTML entities, `encodedTwice` encodes their ampersands as well, `reversed` writes a word backwards, `swapped` swaps two letters, `masked` replaces a vowel with an asterisk, `drawnOut` repeats letters, and `glued` puts the term between other characters that may form words with it. `pinyin` writes one word without tones, `syllables` separate ones, `mixed` the pinyin of one character, `homophones` another character of the same sound and tone, `lookAlikes` a character that looks like it or commonly stands for it, and `takenApart` the components of characters. What is missed is mostly pinyin that is also the pinyin of a harmless word: 强奸 and 强健, 口交 and 口角.',
      ...parts,
      '## Harmless texts',
      'Prompts and chat lines of our own making that careless filters stop (tests/support/words/harmless).',
      harmlessTable(filter, terms),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
