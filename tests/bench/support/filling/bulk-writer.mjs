import { createConnection } from 'mysql2/promise';

const PER_STATEMENT = 500;
const PER_TRANSACTION = 5_000;

/**
 * Inserts hundreds of thousands of rows into an empty database, without use cases. SQLite runs one compiled
 * statement for each row, MySQL takes some hundred rows in one; a transaction ends after a few thousand.
 */
export async function bulkWriter(orm, url) {
  return url.startsWith('sqlite:')
    ? new SqliteWriter(await orm.em.getConnection().getNativeClient())
    : new MysqlWriter(await createConnection({ uri: url, supportBigNumbers: true }));
}

function* some(rows, count) {
  let batch = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < count) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

class SqliteWriter {
  #client;

  constructor(client) {
    this.#client = client;
  }

  /** @param rows an iterable of objects with the same keys @returns how many they were */
  async into(table, rows) {
    let insert;
    let count = 0;
    for (const batch of some(rows, PER_TRANSACTION)) {
      const columns = Object.keys(batch[0]);
      insert ??= this.#client.prepare(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      );
      this.#client.exec('begin');
      for (const row of batch) insert.run(Object.values(row));
      this.#client.exec('commit');
      count += batch.length;
    }
    return count;
  }

  /** FTS5 is filled row by row; merging it at the end gives the state after months of use. */
  async words(table, rows) {
    const count = await this.into(table, rows);
    this.#client.exec(`insert into ${table} (${table}) values ('optimize')`);
    return count;
  }

  /** The server never runs ANALYZE on SQLite either. */
  async end() {}
}

class MysqlWriter {
  #connection;
  #tables = new Set();

  constructor(connection) {
    this.#connection = connection;
  }

  async into(table, rows) {
    this.#tables.add(table);
    await this.#connection.query('set autocommit = 0');
    let [count, pending] = [0, 0];
    for (const batch of some(rows, PER_STATEMENT)) {
      const columns = Object.keys(batch[0]).map((name) => `\`${name}\``);
      const values = batch.map((row) => Object.values(row));
      await this.#connection.query(`insert into ${table} (${columns.join(', ')}) values ?`, [values]);
      count += batch.length;
      pending += batch.length;
      if (pending < PER_TRANSACTION) continue;
      await this.#connection.query('commit');
      pending = 0;
    }
    await this.#connection.query('commit');
    return count;
  }

  /** Full-text indexes are built in one go afterwards, from sorted words, instead of row by row. */
  async words(table, rows) {
    const indexes = await this.#fullTextOf(table);
    for (const name of indexes.keys()) await this.#connection.query(`alter table ${table} drop index ${name}`);
    const count = await this.into(table, rows);
    for (const [name, columns] of indexes) {
      await this.#connection.query(`alter table ${table} add fulltext index ${name} (${columns.join(', ')})`);
    }
    return count;
  }

  async #fullTextOf(table) {
    const [rows] = await this.#connection.query(`show index from ${table} where Index_type = 'FULLTEXT'`);
    const byName = Map.groupBy(rows, ({ Key_name: name }) => name);
    return new Map([...byName].map(([name, parts]) => [name, parts.map(({ Column_name: column }) => column)]));
  }

  async end() {
    if (this.#tables.size > 0) await this.#connection.query(`analyze table ${[...this.#tables].join(', ')}`);
    await this.#connection.end();
  }
}
