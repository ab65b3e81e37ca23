import { HUB_SORTS, type HubFacets, HubQuery, LIMITS } from '@visionary/contract';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

/** What of the hub is looked at; the address says it. */
export type HubAsked = Omit<HubQuery, 'cursor'>;
export type HubSort = (typeof HUB_SORTS)[number];

export const FACETS = ['kind', 'base', 'tag', 'licence', 'maturity'] as const;
export type FacetName = (typeof FACETS)[number];
/** All that narrows, with what has no chips of its own. */
const NARROWS = [...FACETS, 'makerId'] as const;

/** What the address asks for; what cannot be read in it is left out. */
export function askedIn(query: LocationQuery): HubAsked {
  const { text } = query;
  const asked: HubAsked = { search: typeof text === 'string' ? text.trim().slice(0, LIMITS.searchLength) : '' };
  for (const name of [...NARROWS, 'sort'] as const) {
    const read = HubQuery.shape[name].safeParse(query[name]);
    if (query[name] !== undefined && read.success) Object.assign(asked, { [name]: read.data });
  }
  return asked;
}

export function queryOf({ search, ...asked }: HubAsked): LocationQueryRaw {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...(search ? { text: search } : {}), ...Object.fromEntries(said) };
}

/** With one facet put on, or taken off. */
export function withFacet(asked: HubAsked, name: FacetName | 'makerId', value: string | undefined): HubAsked {
  const { [name]: _before, ...rest } = asked;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** By relevance where words are looked for, else the newest first. */
export const sortOf = ({ search, sort }: HubAsked): HubSort => sort ?? (search === '' ? 'new' : 'relevance');
export const sortsFor = ({ search }: HubAsked): readonly HubSort[] =>
  search === ''
    ? HUB_SORTS.filter((sort) => sort !== 'relevance')
    : ['relevance', ...HUB_SORTS.filter((sort) => sort !== 'relevance')];

export const chosenIn = (asked: HubAsked): (typeof NARROWS)[number][] =>
  NARROWS.filter((name) => asked[name] !== undefined);
export const withoutAny = ({ search, sort }: HubAsked): HubAsked => ({ search, ...(sort ? { sort } : {}) });

/** The same for every address that asks for the same. */
export const keyOf = (asked: HubAsked): string =>
  JSON.stringify([asked.search, sortOf(asked), ...NARROWS.map((name) => asked[name] ?? '')]);

const MATURITIES = ['everybody', 'sensitive', 'adult'] as const;
type Maturity = (typeof MATURITIES)[number];

/** What is found beyond what is shown, and what has to be shown for all of it; null where that is nothing. */
export function hiddenFrom(
  { maturity = 'everybody' }: HubAsked,
  facets: Pick<HubFacets, 'maturities'> | null,
): { readonly count: number; readonly maturity: Maturity } | null {
  const stronger = MATURITIES.slice(MATURITIES.indexOf(maturity) + 1);
  const hidden = (facets?.maturities ?? []).filter(({ value, count }) => count > 0 && stronger.includes(value));
  const strongest = stronger.findLast((one) => hidden.some(({ value }) => value === one));
  return strongest ? { count: hidden.reduce((sum, { count }) => sum + count, 0), maturity: strongest } : null;
}
