import { describe, expect, it } from '@jest/globals';
import { toApiQuery, searchKey, parseSearch, toSearchQuery } from './search-query.js';

describe('the search query in the URL', () => {
  it('survives a round trip', () => {
    const search = parseSearch({ text: '水墨 fox', kind: 'users', sort: 'liked', tag: 'ink', sampler: 'ddim' });
    expect(search).toMatchObject({ text: '水墨 fox', kind: 'users', sort: 'liked', filters: { tag: 'ink' } });
    const query = toSearchQuery(search) as Record<string, string>;
    expect(parseSearch(query)).toEqual(search);
    expect(toApiQuery(search)).toEqual({
      text: '水墨 fox',
      kind: 'users',
      sort: 'liked',
      tag: 'ink',
      scheduler: 'ddim',
    });
  });

  it('ignores invalid parts and omits defaults', () => {
    const search = parseSearch({ text: ['a', 'b'], kind: 'cats', sort: 'up', author: 'nobody', other: 'x' });
    expect(search).toEqual({ text: '', kind: null, sort: 'relevance', filters: {} });
    expect(toSearchQuery(search)).toEqual({});
    expect(searchKey(search)).toBe('{}');
  });
});
