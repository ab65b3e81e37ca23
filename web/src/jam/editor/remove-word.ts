interface Cut {
  readonly from: number;
  readonly to: number;
}

const COMMA = /[,，、]/u;
const isSpace = (letter = ''): boolean => /[^\S\n]/u.test(letter);

/** The range to remove with a term: brackets that weigh only the term, and its separator. */
export function removalRange(text: string, word: Cut): Cut {
  let { from, to } = withBrackets(text, word);
  const [before, after] = [from, to];
  while (isSpace(text[from - 1])) from -= 1;
  while (isSpace(text[to])) to += 1;
  const isFirst = from === 0 || '\n([|'.includes(text.charAt(from - 1));
  const isLast = to === text.length || '\n)]|:'.includes(text.charAt(to));
  const comma = { before: COMMA.test(text[from - 1] ?? ''), after: COMMA.test(text[to] ?? '') };
  if ((isFirst || comma.before) && comma.after) {
    to += 1;
    while (isSpace(text[to])) to += 1;
    return { from: before, to };
  }
  if (isLast && comma.before) return { from: from - 1, to };
  // Of two spaces one stays, and none at either end.
  if (isFirst || isLast) return { from, to };
  return comma.after ? { from, to: after } : { from: before, to: before > from ? to : after };
}

function withBrackets(text: string, word: Cut): Cut {
  let { from, to } = word;
  for (;;) {
    const [open, close] = [text[from - 1], /^(?::[\d.\s]+)?[)\]]/u.exec(text.slice(to, to + 12))?.[0]];
    if ((open !== '(' && open !== '[') || close === undefined) return { from, to };
    [from, to] = [from - 1, to + close.length];
  }
}
