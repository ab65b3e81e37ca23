import { createOrm, migrate } from '@visionary/platform/database';
import { onCleanup } from './cleanup.js';
import { type DIALECTS, freshDatabase, provideTables } from './services.js';

export type Orm = ReturnType<typeof createOrm>;
type Entities = Parameters<typeof createOrm>[0]['entities'];
export type Row = Readonly<Record<string, unknown>>;
/** Rows by their tables. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** A connection, closed after the last test of the file. */
export async function openOrm(url: string, entities: Entities = []): Promise<Orm> {
  const orm = createOrm({ url, entities });
  await orm.connect();
  onCleanup(() => orm.close());
  return orm;
}

/** A connection to a database that has all tables. */
export async function migratedOrm(url: string, entities: Entities = []): Promise<Orm> {
  await provideTables(url);
  const orm = await openOrm(url, entities);
  await migrate(orm, url);
  return orm;
}

/** A database without tables. */
export async function emptyDatabase(dialect: (typeof DIALECTS)[number], entities: Entities = []) {
  const url = await freshDatabase(dialect);
  return { url, orm: await openOrm(url, entities) };
}

/** @returns rows as plain objects, unlike the driver; none for a statement that has no result */
export async function execute<T extends object = Row>(orm: Orm, sql: string, params: unknown[] = []): Promise<T[]> {
  const result: unknown = await orm.em.getConnection().execute(sql, params);
  return Array.isArray(result) ? (result as T[]).map((row) => ({ ...row })) : [];
}

export async function insert(orm: Orm, table: string, ...rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row).map((column) => `\`${column}\``);
    const marks = columns.map(() => '?').join();
    const statement = `insert into \`${table}\` (${columns.join()}) values (${marks})`;
    await execute(orm, statement, Object.values(row));
  }
}

export async function insertAll(orm: Orm, tables: Rows): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) await insert(orm, table, ...rows);
}
