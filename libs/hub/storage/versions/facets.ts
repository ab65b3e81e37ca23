import { type ContentRating, stricterRating } from '@visionary/contract';
import type { FacetCount, FoundFacets, HubFilters } from '../../domain/versions/hub-search.js';

/** The number of models with one combination of facet values. */
export interface FacetRow {
  readonly kind: string;
  readonly base: string;
  readonly license: string;
  readonly contentRating: string;
  readonly count: number;
}

type FacetFilters = Pick<HubFilters, 'kind' | 'base' | 'license'> & Partial<Pick<HubFilters, 'contentRating'>>;
type Facet = keyof FacetFilters;

/** An upscaler works with every model. */
const isForAnyBase = ({ kind }: FacetRow): boolean => kind === 'upscaler';

/** Counts each facet under the filters of the other three. There are a few hundred rows at most. */
export const facetsOf = (rows: readonly FacetRow[], filters: FacetFilters): FoundFacets => {
  const passes = (row: FacetRow, facet: Facet): boolean => {
    const value = filters[facet];
    if (value === undefined) return true;
    if (facet === 'base' && isForAnyBase(row)) return value !== 'other';
    return facet === 'contentRating'
      ? stricterRating(row.contentRating as ContentRating, value as ContentRating) === value
      : row[facet] === value;
  };
  const facets: readonly Facet[] = ['kind', 'base', 'license', 'contentRating'];
  const rowsFor = (facet: Facet | null): FacetRow[] =>
    rows.filter((row) => facets.every((other) => other === facet || passes(row, other)));
  const countsOf = (facet: Facet): FacetCount[] => {
    const sums = new Map<string, number>();
    const add = (value: string, count: number) => sums.set(value, (sums.get(value) ?? 0) + Number(count));
    const [forAny, others] = partition(rowsFor(facet), (row) => facet === 'base' && isForAnyBase(row));
    for (const row of others) add(row[facet], row.count);
    for (const { count } of forAny) for (const value of sums.keys()) if (value !== 'other') add(value, count);
    return [...sums]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  return {
    total: rowsFor(null).reduce((sum, { count }) => sum + Number(count), 0),
    kinds: countsOf('kind'),
    bases: countsOf('base'),
    licenses: countsOf('license'),
    contentRatings: countsOf('contentRating'),
  };
};

const partition = (
  rows: readonly FacetRow[],
  isFirst: (row: FacetRow) => boolean,
): readonly [FacetRow[], FacetRow[]] => [rows.filter(isFirst), rows.filter((row) => !isFirst(row))];
