import { EditorState, type ChangeSpec } from '@codemirror/state';

/** A weight as a Chinese input method types it: `（红色的山：1.3）`. */
const FULL_WIDTH_WEIGHT = /（[^（）()\n]+：\s*\d(?:[.．。]\d+)?）/gu;
const HALF_WIDTH: Readonly<Record<string, string>> = { '（': '(', '：': ':', '）': ')', '．': '.', '。': '.' };

/**
 * The changes that give the weights of a text the brackets and colons that the syntax has. Each replaces one character, so that
 * what others write between them at the same time stays there, and so do their carets.
 */
const halfWidthWeights = (text: string): ChangeSpec[] =>
  [...text.matchAll(FULL_WIDTH_WEIGHT)].flatMap(({ index, 0: typed }) => {
    const number = typed.lastIndexOf('：');
    return [...typed.matchAll(/[（：）．。]/gu)].flatMap(({ index: at, 0: char }) => {
      const isSyntax = at === 0 || at >= number;
      return isSyntax ? { from: index + at, to: index + at + 1, insert: HALF_WIDTH[char] ?? char } : [];
    });
  });

/** Corrects weights as they are typed or pasted. Undo brings them back as one step. */
export const halfWidthSyntax = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !transaction.isUserEvent('input')) return transaction;
  const changes = halfWidthWeights(transaction.newDoc.toString());
  return changes.length === 0 ? transaction : [transaction, { changes, sequential: true }];
});
