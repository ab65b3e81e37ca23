import { describe, expect, it } from '@jest/globals';
import { asked, keyOfSearch, searchIn, searchQuery } from './search-address.js';

describe('what is searched for, as an address', () => {
  it('comes out as it went in', () => {
    const search = searchIn({ text: '水墨 fox', kind: 'people', sort: 'liked', tag: 'ink', sampler: 'ddim' });
    expect(search).toMatchObject({ text: '水墨 fox', kind: 'people', sort: 'liked', filters: { tag: 'ink' } });
    const query = searchQuery(search) as Record<string, string>;
    expect(searchIn(query)).toEqual(search);
    expect(asked(search)).toEqual({ text: '水墨 fox', kind: 'people', sort: 'liked', tag: 'ink', scheduler: 'ddim' });
  });

  it('leaves out what nobody can read, and says nothing of what is usual', () => {
    const search = searchIn({ text: ['a', 'b'], kind: 'cats', sort: 'up', author: 'nobody', other: 'x' });
    expect(search).toEqual({ text: '', kind: null, sort: 'relevance', filters: {} });
    expect(searchQuery(search)).toEqual({});
    expect(keyOfSearch(search)).toBe('{}');
  });
});
