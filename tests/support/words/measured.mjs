import { cleanTexts, dirtyTexts, waysOf } from './corpus.mjs';

/** None that anything was tuned upon. */
const SEED = 20_261_126;
const LANGUAGES = { en: 'English', zh: 'Chinese' };

const share = (part, whole) => (whole === 0 ? '–' : (part / whole).toFixed(3));
const count = (items, of) => items.filter(of).length;

/** One filter's answers to all texts of the corpus. */
function answersOf(filter, terms, language) {
  const categoryOf = new Map(terms.map(({ text, category }) => [text, category]));
  const said = (text) => filter.find(text).map(({ termId }) => termId);
  return {
    language,
    clean: cleanTexts(language, SEED).map((text) => ({ text, wrong: said(text).map((term) => categoryOf.get(term)) })),
    dirty: dirtyTexts(terms, language, SEED).map((text) => ({ ...text, found: said(text.text).includes(text.term) })),
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
 * Precision and recall of a filter over the corpus, its terms' ids being their texts.
 * @param {{ find(text: string): readonly { termId: string }[] }} filter
 */
export function measured(filter, terms) {
  return Object.keys(LANGUAGES).map((language) => {
    const answers = answersOf(filter, terms, language);
    const found = count(answers.dirty, (text) => text.found);
    const promised = answers.dirty.filter(({ how }) => waysOf(language).includes(how));
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

/** The tables as docs/measures/words.md keeps them. */
export function tablesOf(figures) {
  const parts = figures.map(({ language, byCategory, byDisguise, ...all }) => {
    const rows = (list) =>
      list.map(({ name, texts, found, precision, recall }) => [name, texts, found, precision, recall]);
    return [
      `## ${LANGUAGES[language]}`,
      `${all.clean} texts without a listed word, of which ${all.wrong} were stopped; ${all.dirty} with one, of which ${all.found} were found: precision ${all.precision}, recall ${all.recall}. Of the ${all.promised} disguised in ways that are promised, ${all.promisedFound} were found.`,
      table(['category', 'texts', 'found', 'precision', 'recall'], rows(byCategory)),
      table(
        ['disguise', 'texts', 'found', 'recall'],
        byDisguise.map(({ name, texts, found, recall }) => [name, texts, found, recall]),
      ),
      ...(all.missed.length > 0
        ? [`Promised and not found: ${all.missed.map((text) => `\`${text}\``).join(', ')}.`]
        : []),
      ...(all.stumbled.length > 0 ? [`Stopped in vain: ${all.stumbled.map((text) => `\`${text}\``).join(', ')}.`] : []),
    ].join('\n\n');
  });
  return (
    [
      '# How well listed words are found',
      'Written by `npm run bench -- words`, over texts that are made with a seed (tests/support/words): sentences and prompts, those that a careless list stumbles over first; and the same with a term of the starter lists in it, disguised in each way that is known and in several at once.',
      'The texts were made by those who made the filter, so they show that what it promises is kept, not what people will think of next. The last ways in each table are promised by nobody: `masked` puts a star where a vowel was, which is found where three other letters are left, `drawnOut` and `swapped` are what they say, `glued` stands between other characters that may be words with it.',
      ...parts,
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}
