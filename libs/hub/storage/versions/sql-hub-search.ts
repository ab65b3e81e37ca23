import { Injectable } from '@nestjs/common';
import type { Cursor } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import {
  type FacetCount,
  type FoundFacets,
  HubSearch,
  type HubFilters,
  type HubSort,
  type HubWanted,
} from '../../domain/versions/hub-search.js';
import { facetsOf, type KindsOfModels } from './facets.js';
import { matching, relevance } from './matching.js';

/** What each order goes by; what is equal goes by id. Unpublished ones of one's own stand where they were begun. */
const VALUES: Record<Exclude<HubSort, 'relevance'>, RawBuilder<number>> = {
  new: sql`coalesce(model.published_at, model.created_at)`,
  used: sql`model.pictures`,
  liked: sql`model.likes`,
  downloads: sql`model.downloads`,
};

@Injectable()
export class SqlHubSearch extends HubSearch {
  constructor(private readonly database: Database) {
    super();
  }

  async find({ parts, filters }: HubWanted, sort: HubSort, after: Cursor | null, limit: number): Promise<Cursor[]> {
    const value = sort === 'relevance' ? relevance(parts) : VALUES[sort];
    const where = [...narrowed(filters), ...beyond(value, after)];
    const rows = await this.run<Cursor>(sql`select ${value} as value, model.id as id ${matching(parts)}
      where ${sql.join(where, sql` and `)} order by value desc, model.id desc limit ${limit}`);
    return rows.map(({ id, value: at }) => ({ id, value: Number(at) }));
  }

  async facets({ parts, filters }: HubWanted): Promise<FoundFacets> {
    const { kind, base, licence, maturity, ...others } = filters;
    const rows = await this.run<KindsOfModels>(sql`select model.kind, model.base, model.licence, model.maturity,
      count(*) as count ${matching(parts)} where ${sql.join(narrowed(others), sql` and `)}
      group by model.kind, model.base, model.licence, model.maturity`);
    return facetsOf(rows, { kind, base, licence, maturity });
  }

  async tags({ parts, filters }: HubWanted, limit: number): Promise<FacetCount[]> {
    const where = narrowed({ ...filters, tag: undefined });
    const rows = await this.run<FacetCount>(sql`select hub_tag.tag as value, count(*) as count ${matching(parts)}
      join hub_tag on hub_tag.model_id = model.id where ${sql.join(where, sql` and `)}
      group by hub_tag.tag order by count desc, value limit ${limit}`);
    return rows.map(({ value, count }) => ({ value, count: Number(count) }));
  }

  private async run<Row>(asked: RawBuilder<unknown>): Promise<Row[]> {
    return (await (asked as RawBuilder<Row>).execute(this.database.query())).rows;
  }
}

const WEAKER = { everybody: ['everybody'], sensitive: ['everybody', 'sensitive'] } as const;

type Narrowing = Partial<HubFilters> & Pick<HubFilters, 'withUnpublished' | 'hiddenMakers'>;

const narrowed = (filters: Narrowing): RawBuilder<unknown>[] => {
  const { kind, base, tag, licence, maturity, makerId, modelId, withUnpublished, hiddenMakers } = filters;
  return [
    sql`1 = 1`,
    ...(withUnpublished ? [] : [sql`model.published_at is not null`]),
    ...(kind === undefined ? [] : [sql`model.kind = ${kind}`]),
    ...(base === undefined ? [] : [sql`model.base = ${base}`]),
    ...(licence === undefined ? [] : [sql`model.licence = ${licence}`]),
    ...(modelId === undefined ? [] : [sql`model.id = ${modelId}`]),
    ...(makerId === undefined ? [] : [sql`model.maker_id = ${makerId}`]),
    ...(hiddenMakers.length === 0 ? [] : [sql`model.maker_id not in (${sql.join([...hiddenMakers])})`]),
    ...(maturity === undefined || maturity === 'adult'
      ? []
      : [sql`model.maturity in (${sql.join([...WEAKER[maturity]])})`]),
    ...(tag === undefined ? [] : [sql`model.id in (select model_id from hub_tag where tag = ${tag})`]),
  ];
};

const beyond = (value: RawBuilder<number>, after: Cursor | null): RawBuilder<unknown>[] =>
  after ? [sql`(${value} < ${after.value} or (${value} = ${after.value} and model.id < ${after.id}))`] : [];
