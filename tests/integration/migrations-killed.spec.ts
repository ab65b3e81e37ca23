import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate, schemaDriftSql } from '@visionary/platform/database';
import { migrationsOf } from '../../libs/platform/database/migrations/index.js';
import { resumable } from '../../libs/platform/database/migrations/resumable.js';
import { allEntities } from '../support/all-entities.js';
import { emptyDatabase, execute, insertAll, openOrm, type Orm, type Row } from '../support/orm.js';
import { Random } from '../support/random.js';
import { insertAuditLog, ROWS as ROWS_BEFORE_PLAIN_NAMES } from '../support/rows-before-plain-names.js';
import { ROWS } from '../support/rows-of-earlier-versions.js';
import { DIALECTS } from '../support/services.js';

const NAMES = migrationsOf('mysql').map(({ name }) => name);
/** `all` kills at every moment, which takes three times as long. */
const isComplete = process.env['MIGRATION_KILLS'] === 'all';
const random = new Random(jest.getSeed());
const CHANGES_SCHEMA = /^\s*(create|alter|drop|rename)\b/i;
const CHANGES_ROWS = /^\s*(insert|update|delete)\b/i;

/** What a database holds when this migration is its last one. */
const insertRowsOf = async (orm: Orm, migration: string): Promise<void> => {
  if (migration === '0018-queue-order') {
    await insertAll(orm, ROWS_BEFORE_PLAIN_NAMES);
    await insertAuditLog(orm);
  }
  await insertAll(orm, ROWS[migration] ?? {});
};

/** All rows of all tables, in an order that does not depend on their insertion. */
const contentOf = async (orm: Orm): Promise<Record<string, string[]>> => {
  const tables = await execute(
    orm,
    'select table_name as name from information_schema.tables where table_schema = database()',
  );
  const names = tables.map(({ name }) => String(name)).filter((name) => name !== 'schema_migration');
  const contents = await Promise.all(names.map((name) => execute(orm, `select * from \`${name}\``)));
  // A document is changed by an update with a random id and author.
  const text = (row: Row) => JSON.stringify({ ...row, ...('state' in row && { id: '', state: '' }) });
  return Object.fromEntries(
    names.map((name, index) => [name, (contents[index] ?? []).map(text).sort()] as const).sort(),
  );
};

if (DIALECTS.some((dialect) => dialect === 'mysql')) {
  describe('migrations of mysql that are killed', () => {
    let killed: { orm: Orm; url: string };
    let straight: { orm: Orm; url: string };
    let other: Orm;
    let kills = 0;

    /** @returns whether the migration finished before it was killed, `after` so many possible moments */
    const migrateUntilKilled = async (to: string, after: number): Promise<boolean> => {
      const connection = killed.orm.em.getConnection();
      const run = connection.execute.bind(connection);
      let moments = 0;
      let changedRows = false;
      let session = 0;
      const spy = jest.spyOn(connection, 'execute').mockImplementation((async (...call: Parameters<typeof run>) => {
        if (moments >= after) throw new Error('killed');
        if (!session) {
          const [row] = await run<{ id: number }[]>('select connection_id() as id', [], 'all', call[3]);
          session = row?.id ?? 0;
        }
        const sql = String(call[0]);
        const changesSchema = CHANGES_SCHEMA.test(sql);
        const changesRows = CHANGES_ROWS.test(sql);
        // Of a series of changed rows, only the first one: the rest is rolled back in the same way.
        if (changesSchema || (changesRows && !changedRows)) moments++;
        changedRows = !changesSchema && (changedRows || changesRows);
        const result: unknown = await run(...call);
        if (moments >= after) {
          await execute(other, `kill ${session}`);
          // The pool drops a connection once a statement shows that it is lost.
          await run('select 1', [], 'all', call[3]).catch(() => undefined);
        }
        return result;
      }) as never);
      try {
        await migrate(killed.orm, killed.url, { to });
        return true;
      } catch (error) {
        if (moments < after) throw error;
        kills++;
        return false;
      } finally {
        spy.mockRestore();
      }
    };

    beforeAll(async () => {
      const entities = await allEntities();
      killed = await emptyDatabase('mysql', entities);
      straight = await emptyDatabase('mysql', entities);
      other = await openOrm(killed.url);
    });

    it('[D7] are continued by the next start, wherever they are killed, and end with the same tables and rows', async () => {
      for (const name of NAMES) {
        let after = 1;
        // Long migrations are killed at every third moment on average, at others with the next seed.
        while (!(await migrateUntilKilled(name, after))) after += isComplete || after < 8 ? 1 : 1 + random.below(5);
        await migrate(straight.orm, straight.url, { to: name });
        for (const { orm } of [killed, straight]) await insertRowsOf(orm, name);
      }
      expect(kills).toBeGreaterThan(100);
      expect(await schemaDriftSql(killed.orm)).toEqual([]);
      expect(await contentOf(killed.orm)).toEqual(await contentOf(straight.orm));
    });

    it('[D7] keep no changed rows when they are killed after a change of the schema, which ends their transaction', async () => {
      const { orm } = await emptyDatabase('mysql');
      const connection = orm.em.getConnection();
      const session = connection.getClient().connection();
      await session.execute(async (own) => {
        const run = resumable((sql, params) => connection.execute(sql, params, 'all', own));
        await run('create table note (id int primary key)');
        await run('insert into note values (1)');
        const [row] = await run('select connection_id() as id');
        await execute(other, `kill ${Number(row?.['id'])}`);
        await run('select 1').catch(() => undefined);
      });
      expect(await execute(orm, 'select id from note')).toEqual([]);
    });
  });
}

if (DIALECTS.some((dialect) => dialect === 'sqlite')) {
  it('[D7] migrations of sqlite that are killed leave nothing, and the next start applies them', async () => {
    const { orm, url } = await emptyDatabase('sqlite', await allEntities());
    const connection = orm.em.getConnection();
    const run = connection.execute.bind(connection);
    // A process that ends leaves its transaction open, which SQLite rolls back like this one.
    for (const after of [1, 40, 40 + random.below(100)]) {
      let statements = 0;
      const spy = jest.spyOn(connection, 'execute').mockImplementation((async (...call: Parameters<typeof run>) => {
        if (CHANGES_SCHEMA.test(String(call[0])) && ++statements > after) throw new Error('killed');
        return run(...call);
      }) as never);
      await expect(migrate(orm, url)).rejects.toThrow('killed');
      spy.mockRestore();
      expect(await execute(orm, 'select name from sqlite_master')).toEqual([]);
    }
    expect(await migrate(orm, url)).toEqual(migrationsOf('sqlite').map(({ name }) => name));
    expect(await schemaDriftSql(orm)).toEqual([]);
  });
}
