import type { HubSort } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import type { Cursor } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { FacetCount, FoundFacets, HubFilters, HubSearchQuery } from '../../domain/versions/hub-search.js';
import { facetsOf, type FacetRow } from './facets.js';
import { searchFrom, relevance } from './matching.js';

/** The sort key of each order; ties are sorted by id. Unpublished models are sorted by their creation. */
const VALUES: Record<Exclude<HubSort, 'relevance'>, RawBuilder<number>> = {
  new: sql`coalesce(model.published_at, model.created_at)`,
  used: sql`model.image_count`,
  liked: sql`model.likes`,
  downloads: sql`model.downloads`,
};

/** Searches models by words and filters. One query per call. */
@Injectable()
export class SqlHubSearch {
  constructor(private readonly database: Database) {}

  /** @returns ids with their sort keys */
  async find(
    { clauses, filters }: HubSearchQuery,
    sort: HubSort,
    after: Cursor | null,
    limit: number,
  ): Promise<Cursor[]> {
    const value = sort === 'relevance' ? relevance(clauses) : VALUES[sort];
    const where = [...filterConditions(filters), ...afterKeyset(value, after)];
    const rows = await this.run<Cursor>(sql`select ${value} as value, model.id as id ${searchFrom(clauses)}
      where ${sql.join(where, sql` and `)} order by value desc, model.id desc limit ${limit}`);
    return rows.map(({ id, value: at }) => ({ id, value: Number(at) }));
  }

  /** The total, and counts of each kind, base, license, and rating without the filter of that facet. */
  async facets({ clauses, filters }: HubSearchQuery): Promise<FoundFacets> {
    const { kind, base, license, contentRating, ...others } = filters;
    const rows =
      await this.run<FacetRow>(sql`select model.kind, model.base_model as base, model.license, model.content_rating as contentRating,
      count(*) as count ${searchFrom(clauses)} where ${sql.join(filterConditions(others), sql` and `)}
      group by model.kind, model.base_model, model.license, model.content_rating`);
    return facetsOf(rows, { kind, base, license, contentRating });
  }

  /** The most frequent tags without the tag filter. */
  async tags({ clauses, filters }: HubSearchQuery, limit: number): Promise<FacetCount[]> {
    const where = filterConditions({ ...filters, tag: undefined });
    const rows = await this.run<FacetCount>(sql`select hub_tag.tag as value, count(*) as count ${searchFrom(clauses)}
      join hub_tag on hub_tag.model_id = model.id where ${sql.join(where, sql` and `)}
      group by hub_tag.tag order by count desc, value limit ${limit}`);
    return rows.map(({ value, count }) => ({ value, count: Number(count) }));
  }

  private async run<Row>(query: RawBuilder<unknown>): Promise<Row[]> {
    return (await (query as RawBuilder<Row>).execute(this.database.query())).rows;
  }
}

const UP_TO = { everyone: ['everyone'], sensitive: ['everyone', 'sensitive'] } as const;

/** An upscaler works with every model. */
const baseCondition = (base: NonNullable<HubFilters['base']>): RawBuilder<unknown> =>
  base === 'other'
    ? sql`model.base_model = 'other' and model.kind <> 'upscaler'`
    : sql`(model.base_model = ${base} or model.kind = 'upscaler')`;

type PartialFilters = Partial<HubFilters> & Pick<HubFilters, 'withUnpublished' | 'hiddenCreatorIds'>;

const filterConditions = (filters: PartialFilters): RawBuilder<unknown>[] => {
  const { kind, base, tag, license, contentRating, creatorId, modelId, withUnpublished, hiddenCreatorIds } = filters;
  return [
    sql`1 = 1`,
    ...(withUnpublished ? [] : [sql`model.published_at is not null`]),
    ...(kind === undefined ? [] : [sql`model.kind = ${kind}`]),
    ...(base === undefined ? [] : [baseCondition(base)]),
    ...(license === undefined ? [] : [sql`model.license = ${license}`]),
    ...(modelId === undefined ? [] : [sql`model.id = ${modelId}`]),
    ...(creatorId === undefined ? [] : [sql`model.creator_id = ${creatorId}`]),
    ...(hiddenCreatorIds.length === 0 ? [] : [sql`model.creator_id not in (${sql.join([...hiddenCreatorIds])})`]),
    ...(contentRating === undefined || contentRating === 'adult'
      ? []
      : [sql`model.content_rating in (${sql.join([...UP_TO[contentRating]])})`]),
    ...(tag === undefined ? [] : [sql`model.id in (select model_id from hub_tag where tag = ${tag})`]),
  ];
};

const afterKeyset = (value: RawBuilder<number>, after: Cursor | null): RawBuilder<unknown>[] =>
  after ? [sql`(${value} < ${after.value} or (${value} = ${after.value} and model.id < ${after.id}))`] : [];
