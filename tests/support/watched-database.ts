import { Database } from '@visionary/platform/database';
import { type CompiledQuery, type Kysely, type KyselyPlugin, sql } from 'kysely';

/** A database that records its queries and can explain their plans. */
export class WatchedDatabase extends Database {
  queries: CompiledQuery[] = [];

  override query<Tables>(): Kysely<Tables> {
    const query = super.query<Tables>();
    // Parts of a query pass here, too; only the complete query gets a result.
    const compiled = new Map<object, CompiledQuery>();
    const watch: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        compiled.set(queryId, query.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: async ({ result, queryId }) => {
        const one = compiled.get(queryId);
        if (one) this.queries.push(one);
        return result;
      },
    };
    return query.withPlugin(watch);
  }

  /** The queries that `work` makes. */
  async during(work: () => Promise<unknown>): Promise<CompiledQuery[]> {
    this.queries = [];
    await work();
    return this.queries;
  }

  /** Tables and indexes that a query scans completely, or sorts; empty when it uses an index. */
  async fullScans({ sql: text, parameters }: CompiledQuery): Promise<string[]> {
    const explain = { ...sql`select 1`.compile(super.query()), sql: `${EXPLAIN[this.dialect]} ${text}`, parameters };
    const { rows } = await super.query().executeQuery<Record<string, unknown>>(explain);
    return this.dialect === 'sqlite' ? walksOfSqlite(rows) : rows.map(walkOfMysql).filter((event) => event !== '');
  }
}

const EXPLAIN = { sqlite: 'explain query plan', mysql: 'explain' };

/** Derived tables don't count. */
const walksOfSqlite = (rows: readonly Record<string, unknown>[]): string[] => {
  const said = rows.map(({ detail }) => String(detail));
  const made = said.map((line) => /^(?:CO-ROUTINE|MATERIALIZE) (.+)$/.exec(line)?.[1]);
  return said.filter((line) => /^SCAN (?!CONSTANT)/.test(line) && !made.includes(line.slice('SCAN '.length)));
};

/** Scanning a small table is optimal, and derived tables don't count. */
const SMALL = 1_000;

const walkOfMysql = ({ table, type, rows }: Record<string, unknown>): string =>
  (type === 'ALL' || type === 'index') && Number(rows) > SMALL
    ? `${String(table)} ${String(type)} ${String(rows)}`
    : '';
