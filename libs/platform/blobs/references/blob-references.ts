import type { Database } from '@visionary/platform/database';

/** A column that references blobs. Each slice declares its own. */
export interface BlobColumn {
  readonly table: string;
  /** Contains a key, or is empty. */
  readonly column: string;
  /** Set if the column is a text that contains keys, which no index covers. */
  readonly text?: {
    readonly idColumn: string;
    /** Column with the time of the row's last change, in ms since 1970. Null before. */
    readonly changedAtColumn: string;
  };
}

const KEY_BATCH_SIZE = 400;
const ROW_BATCH_SIZE = 500;
const KEYS = /[0-9a-f]{64}/g;

type Row = Readonly<Record<string, string | number>>;

/** Finds references to blobs in all declared columns. */
export class BlobReferences {
  constructor(
    private readonly database: Database,
    private readonly columns: readonly BlobColumn[],
  ) {}

  /** @returns those of the keys that are referenced @throws if a column can't be queried */
  async among(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const keySet = new Set(keys);
    const needed = new Set<string>();
    for (const column of this.columns) {
      const referenced = column.text ? this.keysInTexts(column, column.text.idColumn) : this.keysAmong(column, keys);
      for await (const key of referenced) if (keySet.has(key)) needed.add(key);
    }
    return needed;
  }

  /** Checks indexed columns only, in one query. @throws if they can't be queried */
  async isNeeded(key: string): Promise<boolean> {
    const indexed = this.columns.filter(({ text }) => !text);
    const [first, ...others] = indexed.map(({ table, column }) =>
      this.rows(table).select(`${column} as key`).where(column, '=', key),
    );
    const query = others.reduce((all, one) => all?.unionAll(one), first);
    return query !== undefined && (await query.limit(1).execute()).length > 0;
  }

  /** Also checks texts. @param since only texts changed since then, because `among` has checked older ones */
  async isNeededSince(key: string, since: number): Promise<boolean> {
    if (await this.isNeeded(key)) return true;
    for (const { table, column, text } of this.columns) {
      if (!text) continue;
      const texts = this.rows(table).select(column).where(text.changedAtColumn, '>=', since);
      if ((await texts.where(column, 'like', `%${key}%`).limit(1).execute()).length > 0) return true;
    }
    return false;
  }

  /** All referenced keys, possibly with repetitions. */
  async *all(): AsyncIterable<string> {
    for (const { table, column, text } of this.columns) {
      if (text) yield* this.keysInTexts({ table, column }, text.idColumn);
      else yield* this.distinctKeys(table, column);
    }
  }

  private async *keysAmong({ table, column }: BlobColumn, keys: readonly string[]): AsyncIterable<string> {
    for (let from = 0; from < keys.length; from += KEY_BATCH_SIZE) {
      const batch = keys.slice(from, from + KEY_BATCH_SIZE);
      const rows = this.rows(table).select(`${column} as key`).where(column, 'in', batch);
      for (const { key } of (await rows.execute()) as { key: string }[]) yield key;
    }
  }

  private async *keysInTexts({ table, column }: BlobColumn, id: string): AsyncIterable<string> {
    for (let after = '', hasMore = true; hasMore;) {
      const rows = this.rows(table).select([`${id} as id`, `${column} as text`]);
      const page = (await rows.where(id, '>', after).orderBy(id).limit(ROW_BATCH_SIZE).execute()) as {
        id: string;
        text: string;
      }[];
      for (const { text } of page) yield* text.match(KEYS) ?? [];
      after = page.at(-1)?.id ?? after;
      hasMore = page.length === ROW_BATCH_SIZE;
    }
  }

  private async *distinctKeys(table: string, column: string): AsyncIterable<string> {
    for (let after = '', hasMore = true; hasMore;) {
      const rows = this.rows(table).select(`${column} as key`).distinct().where(column, '>', after);
      const page = (await rows.orderBy(column).limit(ROW_BATCH_SIZE).execute()) as { key: string }[];
      for (const { key } of page) yield key;
      after = page.at(-1)?.key ?? after;
      hasMore = page.length === ROW_BATCH_SIZE;
    }
  }

  private rows(table: string) {
    return this.database.query<Record<string, Row>>().selectFrom(table);
  }
}
