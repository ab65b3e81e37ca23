import { describe, expect, it } from '@jest/globals';
import type { TakeView } from '@visionary/contract';
import type { ConversationRow } from './conversation-rows.js';
import { foldTakes } from './fold-takes.js';

const line = (number: number, status: TakeView['status'] = 'finished'): ConversationRow => ({
  kind: 'take',
  key: `take ${number}`,
  take: { id: `${number}`, number, status } as TakeView,
});
const day: ConversationRow = { kind: 'day', key: 'day', at: 0 };
const shown = (rows: readonly ConversationRow[], open: readonly string[] = []) =>
  foldTakes(rows, new Set(open)).map((row) =>
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
    const [first] = foldTakes([line(1), line(2), line(3)], new Set());
    expect(first?.key).toBe(foldTakes([line(1), line(2), line(3), line(4)], new Set())[0]?.key);
    expect(shown([line(1), line(2), line(3), line(4)], [first?.key ?? ''])).toEqual([
      ...['open 1,2,3,4', 'take 1', 'take 2', 'take 3', 'take 4'],
    ]);
  });
});
