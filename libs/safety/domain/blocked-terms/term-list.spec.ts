import { describe, expect, it } from '@jest/globals';
import type { BlockedTerm } from './blocked-term.js';
import { TermList } from './term-list.js';

const term = (text: string, category: BlockedTerm['category'] = 'drugs'): BlockedTerm => ({
  id: text,
  text,
  category,
  language: 'en',
  action: 'block',
  scopes: ['chat'],
  suggestion: '',
  note: '',
  byId: null,
  at: null,
});
const changed = (text: string, version: number, isRemoved = false, category: BlockedTerm['category'] = 'drugs') => ({
  ...term(text, category),
  version,
  isRemoved,
});
const lines = (list: TermList) => list.all().map(({ category, position, text }) => `${category} ${position} ${text}`);

describe('TermList', () => {
  it('[S23] keeps terms ordered with their positions when terms are added, changed and removed', () => {
    const list = new TermList([term('c'), term('a'), term('x', 'fraud')]);
    expect(lines(list)).toEqual(['drugs 1 a', 'drugs 2 c', 'fraud 1 x']);
    list.apply([changed('b', 1), changed('a', 1, true), changed('w', 1, false, 'fraud')]);
    expect(lines(list)).toEqual(['drugs 1 b', 'drugs 2 c', 'fraud 1 w', 'fraud 2 x']);
    list.apply([changed('c', 2, false, 'fraud'), changed('b', 1, true)]);
    expect(lines(list)).toEqual(['drugs 1 b', 'fraud 1 c', 'fraud 2 w', 'fraud 3 x']);
  });
});
