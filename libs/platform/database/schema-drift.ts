import type { AbstractSqlPlatform } from '@mikro-orm/sql';
import type { Orm } from './orm.js';

type Columns = Record<string, { default?: string | null }[]>;
interface ColumnReader {
  getAllColumns(...question: unknown[]): Promise<Columns>;
}

/** MariaDB reports the string NULL for no default, and quotes strings. MikroORM's MySQL platform quotes both again. */
const plainDefault = (value: string | null | undefined): string | null | undefined =>
  value === "'NULL'" ? null : value?.replace(/^'\\'(.*)\\''$/, "'$1'");

/** Without this, every column default is reported as drift on MariaDB. */
const normalizeMariaDbDefaults = (orm: Orm): void => {
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
 * Differences between entities and database schema. Empty if the migrations are complete.
 * @returns SQL statements without semicolons
 */
export const schemaDriftSql = async (orm: Orm): Promise<string[]> => {
  normalizeMariaDbDefaults(orm);
  const dump = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false });
  return dump
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter(Boolean);
};
