import { EditorState, type ChangeSpec } from '@codemirror/state';

/** What ends the text between the brackets of a weight. */
const WEIGHT = /[：:]\s*[\d０-９](?:[.．。][\d０-９]+)?\s*$/u;
/** What decides where brackets open and close. A backslash escapes a bracket. */
const BRACKET = /\\[^]|[（(）)\n]/gu;

const toHalfWidth = (char: string): string => (char === '。' ? '.' : char.normalize('NFKC'));

/** The positions of the characters of weights that belong to the syntax: brackets, colon, and number. */
function weightPositions(text: string): number[] {
  const open: number[] = [];
  const positions: number[] = [];
  for (const { 0: char, index: closed } of text.matchAll(BRACKET)) {
    if (char === '\n') open.length = 0;
    else if (char === '（' || char === '(') open.push(closed);
    else if (char === '）' || char === ')') {
      const opened = open.pop();
      if (opened === undefined) continue;
      const colon = text.slice(opened + 1, closed).search(WEIGHT) + opened + 1;
      if (colon <= opened + 1) continue;
      positions.push(opened);
      for (let at = colon; at <= closed; at++) positions.push(at);
    }
  }
  return positions;
}

/**
 * The changes that give weights as a Chinese input method types them, `（红色的山：1.3）`, the characters of the syntax. Each
 * replaces one character, so that what others write between them at the same time stays there, and so do their carets.
 */
const halfWidthWeights = (text: string): ChangeSpec[] =>
  weightPositions(text).flatMap((from) => {
    const char = text.charAt(from);
    const insert = toHalfWidth(char);
    return char === insert ? [] : { from, to: from + 1, insert };
  });

/** Corrects weights as they are typed or pasted. Undo brings them back as one step. */
export const halfWidthSyntax = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !transaction.isUserEvent('input')) return transaction;
  const changes = halfWidthWeights(transaction.newDoc.toString());
  return changes.length === 0 ? transaction : [transaction, { changes, sequential: true }];
});
