import type { Database } from '@visionary/platform/database';

/** Where a slice writes down which blobs it needs; each says it beside its tables. */
export interface BlobColumn {
  readonly table: string;
  /** Holds a key, or nothing. */
  readonly column: string;
  /** The column is a text with keys inside, of which no index knows. */
  readonly within?: {
    readonly id: string;
    /** The time, in ms since 1970, at which a row came to hold what it holds; null before. */
    readonly since: string;
  };
}

const KEYS_AT_ONCE = 400;
const ROWS_AT_ONCE = 500;
const KEYS = /[0-9a-f]{64}/g;

type Row = Readonly<Record<string, string | number>>;

/** Who needs which blobs, without knowing the slices that do. */
export class BlobReferences {
  constructor(
    private readonly database: Database,
    private readonly columns: readonly BlobColumn[],
  ) {}

  /** @returns those of them that are needed. @throws where one of the columns cannot be asked */
  async among(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = new Set(keys);
    const needed = new Set<string>();
    for (const place of this.columns) {
      const found = place.within ? this.within(place, place.within.id) : this.equal(place, keys);
      for await (const key of found) if (asked.has(key)) needed.add(key);
    }
    return needed;
  }

  /** By all that an index knows, in one query. @throws where it cannot be asked */
  async isNeeded(key: string): Promise<boolean> {
    const indexed = this.columns.filter(({ within }) => !within);
    const [first, ...others] = indexed.map(({ table, column }) =>
      this.rows(table).select(`${column} as key`).where(column, '=', key),
    );
    const asked = others.reduce((all, one) => all?.unionAll(one), first);
    return asked !== undefined && (await asked.limit(1).execute()).length > 0;
  }

  /** By the texts, too. @param since `among` said no after this: those that are older need not be looked through again */
  async isNeededSince(key: string, since: number): Promise<boolean> {
    if (await this.isNeeded(key)) return true;
    for (const { table, column, within } of this.columns) {
      if (!within) continue;
      const texts = this.rows(table).select(column).where(within.since, '>=', since);
      if ((await texts.where(column, 'like', `%${key}%`).limit(1).execute()).length > 0) return true;
    }
    return false;
  }

  /** Every key that is needed anywhere, some of them more than once. */
  async *all(): AsyncIterable<string> {
    for (const { table, column, within } of this.columns) {
      if (within) yield* this.within({ table, column }, within.id);
      else yield* this.inOrder(table, column);
    }
  }

  private async *equal({ table, column }: BlobColumn, keys: readonly string[]): AsyncIterable<string> {
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const some = keys.slice(from, from + KEYS_AT_ONCE);
      const rows = this.rows(table).select(`${column} as key`).where(column, 'in', some);
      for (const { key } of (await rows.execute()) as { key: string }[]) yield key;
    }
  }

  private async *within({ table, column }: BlobColumn, id: string): AsyncIterable<string> {
    for (let after = '', more = true; more;) {
      const rows = this.rows(table).select([`${id} as id`, `${column} as text`]);
      const page = (await rows.where(id, '>', after).orderBy(id).limit(ROWS_AT_ONCE).execute()) as {
        id: string;
        text: string;
      }[];
      for (const { text } of page) yield* text.match(KEYS) ?? [];
      after = page.at(-1)?.id ?? after;
      more = page.length === ROWS_AT_ONCE;
    }
  }

  private async *inOrder(table: string, column: string): AsyncIterable<string> {
    for (let after = '', more = true; more;) {
      const rows = this.rows(table).select(`${column} as key`).distinct().where(column, '>', after);
      const page = (await rows.orderBy(column).limit(ROWS_AT_ONCE).execute()) as { key: string }[];
      for (const { key } of page) yield key;
      after = page.at(-1)?.key ?? after;
      more = page.length === ROWS_AT_ONCE;
    }
  }

  private rows(table: string) {
    return this.database.query<Record<string, Row>>().selectFrom(table);
  }
}
