import type { AbstractSqlPlatform } from '@mikro-orm/sql';
import type { Orm } from './orm.js';

type Columns = Record<string, { default?: string | null }[]>;
interface ColumnReader {
  getAllColumns(...question: unknown[]): Promise<Columns>;
}

/** MariaDB says NULL, the word, for no default and puts quotes around texts. MikroORM's MySQL quotes both once more. */
const plainDefault = (said: string | null | undefined): string | null | undefined =>
  said === "'NULL'" ? null : said?.replace(/^'\\'(.*)\\''$/, "'$1'");

/** Else every default of a column is drift for ever. */
const understandMariaDb = (orm: Orm): void => {
  const platform = orm.em.getPlatform() as AbstractSqlPlatform;
  const reader = platform.getSchemaHelper() as unknown as ColumnReader;
  if (Object.hasOwn(reader, 'getAllColumns') || !('getAllColumns' in reader)) return;
  const read = reader.getAllColumns.bind(reader);
  reader.getAllColumns = async (...question) => {
    const columns = await read(...question);
    for (const column of Object.values(columns).flat()) column.default = plainDefault(column.default);
    return columns;
  };
};

/**
 * What the entities want and this database lacks; empty when the migrations say all of it.
 * @returns SQL statements without their semicolons
 */
export const schemaDriftSql = async (orm: Orm): Promise<string[]> => {
  understandMariaDb(orm);
  const dump = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false });
  return dump
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter(Boolean);
};
