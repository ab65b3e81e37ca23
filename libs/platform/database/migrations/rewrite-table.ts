import type { Execute } from './migration.js';

const ROW_BATCH_SIZE = 500;

type Row = Record<string, unknown>;

/** How the rows of one table are rewritten, in the order of their key. */
export interface TableRewrite {
  readonly table: string;
  readonly key: readonly string[];
  /** Columns that are read. */
  readonly columns: readonly string[];
  /** @returns the columns that change; an empty object leaves the row as it is */
  rewrite(row: Row): Row | Promise<Row>;
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** Rows after the given key, as both databases compare tuples. */
const afterKey = (key: readonly string[], last: readonly unknown[] | null): { sql: string; params: unknown[] } => {
  if (!last) return { sql: '', params: [] };
  const alternatives = key.map((name, place) => {
    const same = key.slice(0, place).map((earlier) => `\`${earlier}\` = ?`);
    return { sql: `(${[...same, `\`${name}\` > ?`].join(' and ')})`, params: [...last.slice(0, place + 1)] };
  });
  return {
    sql: `where ${alternatives.map(({ sql }) => sql).join(' or ')}`,
    params: alternatives.flatMap(({ params }) => params),
  };
};

/** Reads a table in batches and writes back the columns that differ. */
export async function rewriteTable(execute: Execute, { table, key, columns, rewrite }: TableRewrite): Promise<void> {
  const selected = quoted([...new Set([...key, ...columns])]);
  let last: unknown[] | null = null;
  for (;;) {
    const after = afterKey(key, last);
    const sql = `select ${selected} from \`${table}\` ${after.sql} order by ${quoted(key)} limit ${ROW_BATCH_SIZE}`;
    const rows: Row[] = await execute(sql, after.params);
    for (const row of rows) {
      const changes = Object.entries(await rewrite(row)).filter(([column, value]) => row[column] !== value);
      if (changes.length === 0) continue;
      await execute(
        `update \`${table}\` set ${changes.map(([column]) => `\`${column}\` = ?`).join(', ')}
          where ${key.map((name) => `\`${name}\` = ?`).join(' and ')}`,
        [...changes.map(([, value]) => value), ...key.map((name) => row[name])],
      );
    }
    if (rows.length < ROW_BATCH_SIZE) return;
    last = key.map((name) => rows.at(-1)?.[name]);
  }
}
