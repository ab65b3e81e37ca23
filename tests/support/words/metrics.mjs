import { benignTexts, violatingTexts, obfuscationsOf } from './corpus.mjs';

/** A seed that nothing was tuned on. */
const SEED = 20_261_126;
const LANGUAGES = { en: 'English', zh: 'Chinese' };

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

/** The tables of docs/measures/words.md. */
export function tablesOf(figures) {
  const parts = figures.map(({ language, byCategory, byDisguise, ...all }) => {
    const rows = (list) =>
      list.map(({ name, texts, found, precision, recall }) => [name, texts, found, precision, recall]);
    return [
      `## ${LANGUAGES[language]}`,
      `${all.clean} texts without a blocked term, of which ${all.wrong} were blocked. ${all.dirty} texts with one, of which ${all.found} were found: precision ${all.precision}, recall ${all.recall}. Of the ${all.promised} texts with a guaranteed disguise, ${all.promisedFound} were found.`,
      table(['category', 'texts', 'found', 'precision', 'recall'], rows(byCategory)),
      table(
        ['disguise', 'texts', 'found', 'recall'],
        byDisguise.map(({ name, texts, found, recall }) => [name, texts, found, recall]),
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
      'The authors of the filter also wrote the texts. So the figures show that the filter keeps its guarantees, not how it handles new disguises. The last disguises in each table are not guaranteed: `masked` replaces a vowel with an asterisk, which is found if three other letters are left, `drawnOut` repeats letters, `swapped` swaps two letters, and `glued` puts the term between other characters that may form words with it.',
      ...parts,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
