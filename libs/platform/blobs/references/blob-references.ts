import type { Database } from '@visionary/platform/database';

/** A column that references blobs. Each slice declares its own. */
export interface BlobColumn {
  readonly table: string;
  /** Contains a key, or is empty. */
  readonly column: string;
  /** Set if the column is a text that contains keys, which no index covers. */
  readonly within?: {
    readonly id: string;
    /** Column with the time of the row's last change, in ms since 1970. Null before. */
    readonly since: string;
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
    const asked = new Set(keys);
    const needed = new Set<string>();
    for (const place of this.columns) {
      const found = place.within ? this.within(place, place.within.id) : this.equal(place, keys);
      for await (const key of found) if (asked.has(key)) needed.add(key);
    }
    return needed;
  }

  /** Checks indexed columns only, in one query. @throws if they can't be queried */
  async isNeeded(key: string): Promise<boolean> {
    const indexed = this.columns.filter(({ within }) => !within);
    const [first, ...others] = indexed.map(({ table, column }) =>
      this.rows(table).select(`${column} as key`).where(column, '=', key),
    );
    const asked = others.reduce((all, one) => all?.unionAll(one), first);
    return asked !== undefined && (await asked.limit(1).execute()).length > 0;
  }

  /** Also checks texts. @param since only texts changed since then, because `among` has checked older ones */
  async isNeededSince(key: string, since: number): Promise<boolean> {
    if (await this.isNeeded(key)) return true;
    for (const { table, column, within } of this.columns) {
      if (!within) continue;
      const texts = this.rows(table).select(column).where(within.since, '>=', since);
      if ((await texts.where(column, 'like', `%${key}%`).limit(1).execute()).length > 0) return true;
    }
    return false;
  }

  /** All referenced keys, possibly with repetitions. */
  async *all(): AsyncIterable<string> {
    for (const { table, column, within } of this.columns) {
      if (within) yield* this.within({ table, column }, within.id);
      else yield* this.inOrder(table, column);
    }
  }

  private async *equal({ table, column }: BlobColumn, keys: readonly string[]): AsyncIterable<string> {
    for (let from = 0; from < keys.length; from += KEY_BATCH_SIZE) {
      const some = keys.slice(from, from + KEY_BATCH_SIZE);
      const rows = this.rows(table).select(`${column} as key`).where(column, 'in', some);
      for (const { key } of (await rows.execute()) as { key: string }[]) yield key;
    }
  }

  private async *within({ table, column }: BlobColumn, id: string): AsyncIterable<string> {
    for (let after = '', more = true; more;) {
      const rows = this.rows(table).select([`${id} as id`, `${column} as text`]);
      const page = (await rows.where(id, '>', after).orderBy(id).limit(ROW_BATCH_SIZE).execute()) as {
        id: string;
        text: string;
      }[];
      for (const { text } of page) yield* text.match(KEYS) ?? [];
      after = page.at(-1)?.id ?? after;
      more = page.length === ROW_BATCH_SIZE;
    }
  }

  private async *inOrder(table: string, column: string): AsyncIterable<string> {
    for (let after = '', more = true; more;) {
      const rows = this.rows(table).select(`${column} as key`).distinct().where(column, '>', after);
      const page = (await rows.orderBy(column).limit(ROW_BATCH_SIZE).execute()) as { key: string }[];
      for (const { key } of page) yield key;
      after = page.at(-1)?.key ?? after;
      more = page.length === ROW_BATCH_SIZE;
    }
  }

  private rows(table: string) {
    return this.database.query<Record<string, Row>>().selectFrom(table);
  }
}
