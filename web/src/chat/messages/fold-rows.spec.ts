import { describe, expect, it } from '@jest/globals';
import type { LoggedJoin, TakeView } from '@visionary/contract';
import type { ConversationRow } from './conversation-rows.js';
import { foldRows } from './fold-rows.js';

const line = (number: number, status: TakeView['status'] = 'finished'): ConversationRow => ({
  kind: 'take',
  key: `take ${number}`,
  take: { id: `${number}`, number, status } as TakeView,
});
const day: ConversationRow = { kind: 'day', key: 'day', at: 0 };
const shown = (rows: readonly ConversationRow[], open: readonly string[] = []) =>
  foldRows(rows, new Set(open)).map((row) =>
    row.kind === 'fold' ? `${row.isOpen ? 'open' : 'fold'} ${row.takes.map(({ number }) => number).join()}` : row.key,
  );

describe('lines of takes in the chat', () => {
  it('[B274] fold where three or more finished takes follow each other', () => {
    expect(shown([line(1), line(2), day, line(3), line(4), line(5)])).toEqual([
      'take 1',
      'take 2',
      'day',
      'fold 3,4,5',
    ]);
    expect(shown([line(1), line(2), line(3, 'failed'), line(4), line(5, 'rendering')])).toHaveLength(5);
  });

  it('[B274] unfold, and keep their key while takes join', () => {
    const [first] = foldRows([line(1), line(2), line(3)], new Set());
    expect(first?.key).toBe(foldRows([line(1), line(2), line(3), line(4)], new Set())[0]?.key);
    expect(shown([line(1), line(2), line(3), line(4)], [first?.key ?? ''])).toEqual([
      ...['open 1,2,3,4', 'take 1', 'take 2', 'take 3', 'take 4'],
    ]);
  });
});

describe('lines of users who joined', () => {
  const joins = (seq: number): ConversationRow => ({
    ...{ kind: 'joins', key: `join ${seq}`, isOpen: false },
    joins: [{ seq } as LoggedJoin],
  });
  const seqs = (rows: readonly ConversationRow[], open: readonly string[] = []) =>
    foldRows(rows, new Set(open)).map((row) =>
      row.kind === 'joins' ? `${row.isOpen ? 'open ' : ''}${row.joins.map(({ seq }) => seq).join()}` : row.key,
    );

  it('[C50] are one line where users join in a row, which unfolds and keeps its key', () => {
    expect(seqs([joins(1), line(1), joins(2), joins(3), day, joins(4)])).toEqual(['1', 'take 1', '2,3', 'day', '4']);
    const [first] = foldRows([joins(1), joins(2)], new Set());
    expect(foldRows([joins(1), joins(2), joins(3)], new Set())[0]?.key).toBe(first?.key);
    expect(seqs([joins(1), joins(2), joins(3)], [first?.key ?? ''])).toEqual(['open 1,2,3', '1', '2', '3']);
  });
});
