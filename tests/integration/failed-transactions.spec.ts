import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { Database } from '@visionary/platform/database';
import { retryBusyStatements } from '../../libs/platform/database/busy-statements.js';
import { tolerateFailedRollback } from '../../libs/platform/database/failed-rollback.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { limitWaits } from '../../libs/platform/database/orm.js';
import { type Orm, emptyDatabase, execute, openOrm } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

/** More than the pool has connections. */
const FAILURES = 24;

interface Tables {
  note: { id: number; text: string; parent: number | null };
}

describe.each(DIALECTS)('failed transactions on %s', (dialect) => {
  let orm: Orm;
  let url: string;
  let database: Database;
  let unitOfWork: MikroUnitOfWork;

  beforeEach(async () => {
    ({ orm, url } = await emptyDatabase(dialect));
    database = new Database(orm);
    unitOfWork = new MikroUnitOfWork(database, createDomainEvents());
    const reference = dialect === 'sqlite' ? 'references note (id) deferrable initially deferred' : '';
    await execute(orm, `create table note (id int primary key, text longtext not null, parent int null ${reference})`);
  });
  const insert = (id: number, text = '', parent: number | null = null) =>
    database.query<Tables>().insertInto('note').values({ id, text, parent }).execute();
  const ids = async () =>
    (await database.query<Tables>().selectFrom('note').select('id').orderBy('id').execute()).map(({ id }) => id);

  it('[D6] leave nothing behind, also of statements that were still queued', async () => {
    await insert(1);
    for (let failure = 0; failure < FAILURES; failure++) {
      const work = () => Promise.all([insert(1), insert(2), insert(3)]);
      await expect(unitOfWork.run(work)).rejects.toMatchObject({ code: expect.stringMatching(/DUP_ENTRY|PRIMARYKEY/) });
    }
    expect(await ids()).toEqual([1]);
  });

  if (dialect === 'sqlite') {
    it('[D6] report the first error and release the connection when SQLite has rolled back by itself', async () => {
      const [pages] = await execute<{ page_count: number }>(orm, 'pragma page_count');
      await execute(orm, `pragma max_page_count = ${(pages?.page_count ?? 0) + 2}`);
      const work = async () => {
        await insert(1);
        await insert(2, 'x'.repeat(100_000));
      };
      for (let failure = 0; failure < 3; failure++) {
        await expect(unitOfWork.run(work)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
      }
      expect(await ids()).toEqual([]);
      await execute(orm, 'pragma max_page_count = 4294967294');
      await unitOfWork.run(work);
      expect(await ids()).toEqual([1, 2]);
    });

    it('[D11] aren’t needed: a statement waits while another process writes', async () => {
      await limitWaits(orm);
      const holder = (await openOrm(url)).em.getConnection().getClient().connection();
      let change: Promise<unknown> = Promise.resolve();
      await holder.execute(async (session) => {
        const run = (sql: string) => session.executeQuery(CompiledQuery.raw(sql));
        await run('begin');
        await run("insert into note (id, text) values (1, 'a')");
        change = insert(2);
        await expect(Promise.race([change, pause(100, 'waits')])).resolves.toBe('waits');
        await run('commit');
      });
      await change;
      expect(await ids()).toEqual([1, 2]);
    });

    it('[D6] release the connection when COMMIT fails', async () => {
      const work = () => insert(1, '', 99);
      await expect(unitOfWork.run(work)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
      await unitOfWork.run(() => insert(2));
      expect(await ids()).toEqual([2]);
    });

    it('[D6] end with the next transaction when ROLLBACK fails too', async () => {
      await execute(orm, 'begin');
      await insert(1);
      await unitOfWork.run(() => insert(2));
      expect(await ids()).toEqual([2]);
    });
  }

  if (dialect === 'mysql') {
    it('[D6] cost no connection of the pool when their sessions end', async () => {
      const other = await openOrm(url);
      for (let failure = 0; failure < FAILURES; failure++) {
        const work = async () => {
          const [session] = await database.em.execute<{ id: number }[]>('select connection_id() as id');
          await execute(other, `kill ${session?.id}`);
          await insert(failure);
        };
        await expect(unitOfWork.run(work)).rejects.toThrow();
      }
      await unitOfWork.run(() => insert(100));
      expect(await ids()).toEqual([100]);
    });

    it('[D9] end when another session keeps their row, before that session ends', async () => {
      await insert(1);
      const holder = (await openOrm(url)).em.getConnection().getClient().connection();
      await holder.execute(async (session) => {
        for (const sql of ['begin', 'select id from note for update']) {
          await session.executeQuery(CompiledQuery.raw(sql));
        }
        const change = database.transact(() =>
          database.query<Tables>().updateTable('note').set({ text: 'b' }).execute(),
        );
        await expect(change).rejects.toMatchObject({ code: 'ER_LOCK_WAIT_TIMEOUT' });
      });
    });
  }
});

it('[D6] a connection to MySQL is closed when ROLLBACK fails, so that nobody gets it with an open transaction', async () => {
  const killSession = jest.fn(() => Promise.resolve());
  const executeQuery = () => Promise.reject(new Error('Query execution was interrupted'));
  const connection = { executeQuery, killSession } as unknown as DatabaseConnection;
  tolerateFailedRollback(connection);
  expect(await connection.executeQuery(CompiledQuery.raw('rollback'))).toEqual({ rows: [] });
  expect(killSession).toHaveBeenCalledTimes(1);
});

it('[D11] SQLite’s statements are retried for a limited time, and never inside a transaction', async () => {
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  const executeQuery = jest.fn(({ sql }: CompiledQuery) =>
    sql === 'begin' || sql === 'rollback' ? Promise.resolve({ rows: [] }) : Promise.reject(busy),
  );
  const connection = { executeQuery } as unknown as DatabaseConnection;
  retryBusyStatements(connection, 50);
  const attemptsOf = async (...statements: readonly string[]) => {
    executeQuery.mockClear();
    for (const sql of statements) {
      const ended = connection.executeQuery(CompiledQuery.raw(sql));
      await (sql === 'write' ? expect(ended).rejects.toBe(busy) : ended);
    }
    return executeQuery.mock.calls.filter(([{ sql }]) => sql === 'write').length;
  };
  expect(await attemptsOf('write')).toBeGreaterThan(1);
  expect(await attemptsOf('begin', 'write', 'rollback')).toBe(1);
  expect(await attemptsOf('write')).toBeGreaterThan(1);
});
