import type { ConversationRow, JoinsRow } from './conversation-rows.js';

/** Fewer lines are as quick to read as the line that would stand for them. */
const MIN_FOLDED_TAKES = 3;

type TakeRow = Extract<ConversationRow, { kind: 'take' }>;

const isFinishedTake = (row: ConversationRow): row is TakeRow => row.kind === 'take' && row.take.status === 'finished';
const isJoin = (row: ConversationRow): row is JoinsRow => row.kind === 'joins';

/**
 * Replaces successive lines of finished takes, and of users who joined, by one line.
 * @param open keys of the lines that the reader has unfolded: the lines that they stand for follow them
 */
export function foldRows(rows: readonly ConversationRow[], open: ReadonlySet<string>): ConversationRow[] {
  const takesFolded = foldRuns(rows, isFinishedTake, (run) => {
    // The key is that of the first take, so that the line stays while further takes join it.
    const key = `fold ${run[0]?.take.id ?? ''}`;
    const isOpen = open.has(key);
    if (run.length < MIN_FOLDED_TAKES) return run;
    return [{ kind: 'fold', key, takes: run.map(({ take }) => take), isOpen }, ...(isOpen ? run : [])];
  });
  return foldRuns(takesFolded, isJoin, (run) => {
    if (run.length < 2) return run;
    const key = `fold ${run[0]?.key ?? ''}`;
    const isOpen = open.has(key);
    return [{ kind: 'joins', key, joins: run.flatMap(({ joins }) => joins), isOpen }, ...(isOpen ? run : [])];
  });
}

/** Replaces each run of successive rows of a kind. */
function foldRuns<R extends ConversationRow>(
  rows: readonly ConversationRow[],
  isOfKind: (row: ConversationRow) => row is R,
  fold: (run: readonly R[]) => readonly ConversationRow[],
): ConversationRow[] {
  const folded: ConversationRow[] = [];
  let run: R[] = [];
  for (const row of rows) {
    if (isOfKind(row)) run.push(row);
    else {
      folded.push(...fold(run), row);
      run = [];
    }
  }
  return [...folded, ...fold(run)];
}
