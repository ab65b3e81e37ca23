interface Client<S> {
  prepare(sql: string): S;
}

/** Statements with lists differ by length, so the cache evicts the least recently used. */
const MAX_STATEMENTS = 500;

/** True for statements without embedded values, because those recur. MikroORM embeds values into its statements. */
const isReusable = (sql: string): boolean => sql.includes('?') || /^(begin|commit|rollback)$/.test(sql);

/**
 * Caches prepared statements, because SQLite compiles a statement each time it is prepared, which takes longer than
 * running it. Requires that each statement finishes before the next one, as with Kysely's driver.
 */
export const cachePreparedStatements = <S>(client: Client<S>, maxStatements = MAX_STATEMENTS): void => {
  const prepare = client.prepare.bind(client);
  const statements = new Map<string, S>();
  client.prepare = (sql) => {
    if (!isReusable(sql)) return prepare(sql);
    const statement = statements.get(sql) ?? prepare(sql);
    // A Map keeps insertion order, so the first entry is the least recently used.
    statements.delete(sql);
    statements.set(sql, statement);
    const [oldest] = statements.keys();
    if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest);
    return statement;
  };
};
