import type { ConversationRow } from './conversation-rows.js';

/** Fewer lines are as quick to read as the line that would stand for them. */
const MIN_FOLDED = 3;

/**
 * Replaces successive lines of finished takes by one line.
 * @param open keys of the lines that the reader has unfolded: the takes follow them
 */
export function foldTakes(rows: readonly ConversationRow[], open: ReadonlySet<string>): ConversationRow[] {
  const folded: ConversationRow[] = [];
  let run: Extract<ConversationRow, { kind: 'take' }>[] = [];
  const endRun = () => {
    const [first] = run;
    // The key is that of the first take, so that the line stays while further takes join it.
    const key = `fold ${first?.take.id ?? ''}`;
    if (run.length < MIN_FOLDED) folded.push(...run);
    else {
      folded.push({ kind: 'fold', key, takes: run.map(({ take }) => take), isOpen: open.has(key) });
      if (open.has(key)) folded.push(...run);
    }
    run = [];
  };
  for (const row of rows) {
    if (row.kind === 'take' && row.take.status === 'finished') run.push(row);
    else {
      endRun();
      folded.push(row);
    }
  }
  endRun();
  return folded;
}
