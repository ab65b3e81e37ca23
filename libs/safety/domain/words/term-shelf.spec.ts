import { describe, expect, it } from '@jest/globals';
import type { ListedTerm } from './listed-term.js';
import { TermShelf } from './term-shelf.js';

const term = (text: string, category: ListedTerm['category'] = 'drugs'): ListedTerm => ({
  ...{ id: text, text, category, language: 'en', action: 'refuse', scopes: ['chat'], proposal: '', note: '' },
  ...{ byId: null, at: null },
});
const changed = (text: string, version: number, isRemoved = false, category: ListedTerm['category'] = 'drugs') => ({
  ...term(text, category),
  ...{ version, isRemoved },
});
const lines = (shelf: TermShelf) => shelf.all().map(({ category, line, text }) => `${category} ${line} ${text}`);

describe('[S23] the lists in order', () => {
  it('keep each term in its place, with its line, whatever comes and goes', () => {
    const shelf = new TermShelf([term('c'), term('a'), term('x', 'fraud')]);
    expect(lines(shelf)).toEqual(['drugs 1 a', 'drugs 2 c', 'fraud 1 x']);
    shelf.take([changed('b', 1), changed('a', 1, true), changed('w', 1, false, 'fraud')]);
    expect(lines(shelf)).toEqual(['drugs 1 b', 'drugs 2 c', 'fraud 1 w', 'fraud 2 x']);
    shelf.take([changed('c', 2, false, 'fraud'), changed('b', 1, true)]);
    expect(lines(shelf)).toEqual(['drugs 1 b', 'fraud 1 c', 'fraud 2 w', 'fraud 3 x']);
  });
});
