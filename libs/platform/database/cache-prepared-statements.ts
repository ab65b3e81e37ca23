interface Client<S> {
  prepare(sql: string): S;
}

/** Statements with lists differ by length, so the cache evicts the least recently used. */
const MAX_STATEMENTS = 500;

/** True for statements without embedded values, because those recur. MikroORM embeds values into its statements. */
const comesAgain = (sql: string): boolean => sql.includes('?') || /^(begin|commit|rollback)$/.test(sql);

/**
 * Caches prepared statements, because SQLite compiles a statement each time it is prepared, which takes longer than
 * running it. Requires that each statement finishes before the next one, as with Kysely's driver.
 */
export const cachePreparedStatements = <S>(client: Client<S>, atMost = MAX_STATEMENTS): void => {
  const prepare = client.prepare.bind(client);
  const known = new Map<string, S>();
  client.prepare = (sql) => {
    if (!comesAgain(sql)) return prepare(sql);
    const statement = known.get(sql) ?? prepare(sql);
    // A Map keeps insertion order, so the first entry is the least recently used.
    known.delete(sql);
    known.set(sql, statement);
    const [oldest] = known.keys();
    if (known.size > atMost && oldest !== undefined) known.delete(oldest);
    return statement;
  };
};
