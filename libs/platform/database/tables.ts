import type { EntitySchemaWithMeta } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { ColumnType, Selectable } from 'kysely';
import type { jobEntity } from './job.entity.js';

/** Both drivers read and bind flags as 0 and 1. */
type Flag<Value> = Value extends boolean ? number : Value;

type Column<Value> =
  Value extends ColumnType<infer Read, infer Insert, infer Update>
    ? ColumnType<Flag<Read>, Flag<Insert>, Flag<Update>>
    : Flag<Value>;

type Columns<Table> = { [Name in keyof Table]: Column<Table[Name]> };

/** The tables of a slice's entities, with columns as both drivers return them. */
export type TablesOf<Entities extends readonly EntitySchemaWithMeta[]> = {
  [Entity in Entities[number] as Entity['tableName']]: Columns<InferKyselyTable<Entity>>;
};

/** All tables of the database. Each slice adds its own where it defines its entities. */
export interface Tables extends TablesOf<[typeof jobEntity]> {}

/** A row as it is read. */
export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
