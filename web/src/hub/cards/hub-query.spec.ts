import { describe, expect, it } from '@jest/globals';
import type { LocationQuery } from 'vue-router';
import {
  activeFacets,
  hiddenByRating,
  hubFiltersKey,
  toHubQuery,
  sortOf,
  sortsFor,
  withFacet,
  withoutFacets,
} from './hub-query.js';
import { parseHubQuery } from '../browse/parse-hub-query.js';

describe('[B105] the hub query in the URL', () => {
  it('survives a round trip', () => {
    const filters = parseHubQuery({
      text: ' 水墨 ink ',
      kind: 'lora',
      base: 'sd1',
      tag: 'Ink',
      license: 'MIT',
      sort: 'used',
    });
    expect(filters).toEqual({
      search: '水墨 ink',
      kind: 'lora',
      base: 'sd1',
      tag: 'ink',
      license: 'MIT',
      sort: 'used',
    });
    expect(parseHubQuery(toHubQuery(filters) as LocationQuery)).toEqual(filters);
  });

  it('ignores invalid parts and omits defaults', () => {
    expect(
      parseHubQuery({ text: ['a'], kind: 'cats', creatorId: 'x', sort: 'up', contentRating: '', other: '1' }),
    ).toEqual({
      search: '',
    });
    expect(toHubQuery({ search: '' })).toEqual({});
  });

  it('sets and removes a facet', () => {
    const filters = withFacet(withFacet({ search: 'ink', sort: 'new' }, 'kind', 'lora'), 'tag', 'snow');
    expect(activeFacets(filters)).toEqual(['kind', 'tag']);
    expect(withFacet(filters, 'kind', undefined)).toEqual({ search: 'ink', sort: 'new', tag: 'snow' });
    expect(withoutFacets(filters)).toEqual({ search: 'ink', sort: 'new' });
  });

  it('sorts by relevance only with a search text', () => {
    expect([sortOf({ search: '' }), sortOf({ search: 'ink' })]).toEqual(['new', 'relevance']);
    expect(sortsFor({ search: '' })).not.toContain('relevance');
    expect(sortsFor({ search: 'ink' })[0]).toBe('relevance');
    expect(hubFiltersKey({ search: 'ink' })).toBe(hubFiltersKey({ search: 'ink', sort: 'relevance' }));
  });

  it('[M121] counts models hidden by content rating, and the rating that shows them', () => {
    const contentRatings = [
      { value: 'everyone' as const, count: 3 },
      { value: 'sensitive' as const, count: 2 },
      { value: 'adult' as const, count: 1 },
    ];
    expect(hiddenByRating({ search: 'x' }, { contentRatings })).toEqual({ count: 3, contentRating: 'adult' });
    expect(hiddenByRating({ search: 'x' }, { contentRatings: contentRatings.slice(0, 2) })).toEqual({
      count: 2,
      contentRating: 'sensitive',
    });
    expect(hiddenByRating({ search: 'x', contentRating: 'sensitive' }, { contentRatings })).toEqual({
      count: 1,
      contentRating: 'adult',
    });
    expect(hiddenByRating({ search: 'x', contentRating: 'adult' }, { contentRatings })).toBeNull();
    expect(hiddenByRating({ search: 'x' }, null)).toBeNull();
  });
});
