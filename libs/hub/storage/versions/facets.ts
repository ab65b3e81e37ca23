import type { FacetCount, FoundFacets, HubFilters } from '../../domain/versions/hub-search.js';

/** How many models are alike in all four. */
export interface KindsOfModels {
  readonly kind: string;
  readonly base: string;
  readonly license: string;
  readonly contentRating: string;
  readonly count: number;
}

type Four = Pick<HubFilters, 'kind' | 'base' | 'license'> & Partial<Pick<HubFilters, 'contentRating'>>;
type Facet = keyof Four;

const STRENGTH = ['everyone', 'sensitive', 'adult'];

/** Counts of each facet, of what the other three leave: one walk over a few hundred sums. */
export const facetsOf = (rows: readonly KindsOfModels[], chosen: Four): FoundFacets => {
  const passes = (row: KindsOfModels, facet: Facet): boolean => {
    const wanted = chosen[facet];
    if (wanted === undefined) return true;
    return facet === 'contentRating'
      ? STRENGTH.indexOf(row.contentRating) <= STRENGTH.indexOf(wanted)
      : row[facet] === wanted;
  };
  const facets: readonly Facet[] = ['kind', 'base', 'license', 'contentRating'];
  const of = (facet: Facet | null): KindsOfModels[] =>
    rows.filter((row) => facets.every((other) => other === facet || passes(row, other)));
  const counts = (facet: Facet): FacetCount[] => {
    const sums = new Map<string, number>();
    for (const row of of(facet)) sums.set(row[facet], (sums.get(row[facet]) ?? 0) + Number(row.count));
    return [...sums]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  return {
    total: of(null).reduce((sum, { count }) => sum + Number(count), 0),
    ...{
      kinds: counts('kind'),
      bases: counts('base'),
      licenses: counts('license'),
      contentRatings: counts('contentRating'),
    },
  };
};
