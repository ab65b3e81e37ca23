const grown = (piece, bytes) => {
  let text = '';
  for (let size = 0; size < bytes;) {
    const next = piece();
    text += next;
    size += Buffer.byteLength(next);
  }
  return text;
};

/** Worst-case texts, each for a different reason, `bytes` long in UTF-8. */
export function worstTexts(terms, { pick }, bytes) {
  const alphabet = terms.filter((term) => term < '\x80');
  const chinese = terms.filter((term) => term >= '\x80');
  const english = () => pick(alphabet);
  const han = () => pick(chinese);
  const almost = (term) => term.slice(0, -1);
  const pieces = {
    prose: () => 'a quick brown fox, painted over a lazy dog by the sea, sharp focus; ',
    almostEnglish: () => `${almost(english())} `,
    almostEnglishInOne: () => almost(english()),
    almostChinese: () => almost(han()),
    insideWords: () => `x${english()}x`,
    wordsThatMeet: () => '路口交通角色情感',
    onlyTerms: () => `${english()} `,
    onlyChineseTerms: han,
    tornTerms: () => `${[...english()].join('.')} `,
    signs: () => '!@$',
    signsAmongLetters: () => `${english().replace(/[aeis]/g, '!')}@`,
    oneLetter: () => 'a',
    separators: () => '.',
    invisible: () => 'f\u200b',
    marks: () => 'f\u0336u\u0301',
    styled: () => '𝓯𝓾𝓬',
    weights: () => '(f:1.1)u',
    turns: () => 'f[u|x]',
    openBrackets: () => '[',
    openRound: () => '(',
    tags: () => '<lora:',
    colons: () => ': ',
  };
  const texts = Object.entries(pieces).map(([name, piece]) => [name, grown(piece, bytes)]);
  const third = Math.floor(bytes / 5);
  texts.push(
    ['nestedTurns', '[a|'.repeat(third) + ']'.repeat(third)],
    ['nestedChanges', '[a:'.repeat(third) + ':3]'.repeat(third)],
  );
  return Object.fromEntries(texts);
}
