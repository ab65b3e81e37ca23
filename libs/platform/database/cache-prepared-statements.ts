interface Client<S> {
  prepare(sql: string): S;
}

/** Texts with lists in them differ by their length: those not used for long make room. */
const STATEMENTS_AT_MOST = 500;

/** Values stand beside such a text or there are none, so it comes again; MikroORM writes values into its texts. */
const comesAgain = (sql: string): boolean => sql.includes('?') || /^(begin|commit|rollback)$/.test(sql);

/**
 * SQLite compiles a statement each time it is prepared, which takes longer than running it. From now on the client
 * prepares each text once. Only for users that run a statement to its end before the next, as Kysely's driver does.
 */
export const cachePreparedStatements = <S>(client: Client<S>, atMost = STATEMENTS_AT_MOST): void => {
  const prepare = client.prepare.bind(client);
  const known = new Map<string, S>();
  client.prepare = (sql) => {
    if (!comesAgain(sql)) return prepare(sql);
    const statement = known.get(sql) ?? prepare(sql);
    // A Map keeps the order of writing: whatever is first was not used for the longest time.
    known.delete(sql);
    known.set(sql, statement);
    const [oldest] = known.keys();
    if (known.size > atMost && oldest !== undefined) known.delete(oldest);
    return statement;
  };
};
