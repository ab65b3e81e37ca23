import { describe, expect, it } from '@jest/globals';
import type { LocationQuery } from 'vue-router';
import {
  askedIn,
  chosenIn,
  hiddenFrom,
  keyOf,
  queryOf,
  sortOf,
  sortsFor,
  withFacet,
  withoutAny,
} from './hub-address.js';

describe('[B105] what of the hub is looked at, as an address', () => {
  it('comes out as it went in', () => {
    const asked = askedIn({ text: ' 水墨 ink ', kind: 'lora', base: 'sd1', tag: 'Ink', licence: 'MIT', sort: 'used' });
    expect(asked).toEqual({ search: '水墨 ink', kind: 'lora', base: 'sd1', tag: 'ink', licence: 'MIT', sort: 'used' });
    expect(askedIn(queryOf(asked) as LocationQuery)).toEqual(asked);
  });

  it('leaves out what nobody can read, and says nothing of what is usual', () => {
    expect(askedIn({ text: ['a'], kind: 'cats', makerId: 'x', sort: 'up', maturity: '', other: '1' })).toEqual({
      search: '',
    });
    expect(queryOf({ search: '' })).toEqual({});
  });

  it('narrows by one facet more or less, and by none', () => {
    const asked = withFacet(withFacet({ search: 'ink', sort: 'new' }, 'kind', 'lora'), 'tag', 'snow');
    expect(chosenIn(asked)).toEqual(['kind', 'tag']);
    expect(withFacet(asked, 'kind', undefined)).toEqual({ search: 'ink', sort: 'new', tag: 'snow' });
    expect(withoutAny(asked)).toEqual({ search: 'ink', sort: 'new' });
  });

  it('orders by relevance only where words are looked for', () => {
    expect([sortOf({ search: '' }), sortOf({ search: 'ink' })]).toEqual(['new', 'relevance']);
    expect(sortsFor({ search: '' })).not.toContain('relevance');
    expect(sortsFor({ search: 'ink' })[0]).toBe('relevance');
    expect(keyOf({ search: 'ink' })).toBe(keyOf({ search: 'ink', sort: 'relevance' }));
  });

  it('[M121] tells how many more there are that are not for everybody, and what to show for them', () => {
    const maturities = [
      { value: 'everybody' as const, count: 3 },
      { value: 'sensitive' as const, count: 2 },
      { value: 'adult' as const, count: 1 },
    ];
    expect(hiddenFrom({ search: 'x' }, { maturities })).toEqual({ count: 3, maturity: 'adult' });
    expect(hiddenFrom({ search: 'x' }, { maturities: maturities.slice(0, 2) })).toEqual({
      count: 2,
      maturity: 'sensitive',
    });
    expect(hiddenFrom({ search: 'x', maturity: 'sensitive' }, { maturities })).toEqual({ count: 1, maturity: 'adult' });
    expect(hiddenFrom({ search: 'x', maturity: 'adult' }, { maturities })).toBeNull();
    expect(hiddenFrom({ search: 'x' }, null)).toBeNull();
  });
});
