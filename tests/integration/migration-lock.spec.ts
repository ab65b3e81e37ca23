import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readConfig } from '@visionary/platform/config';
import { migrate } from '@visionary/platform/database';
import { describeStartFailure } from '../../apps/server/src/start-failure.js';
import { acquireMigrationLock } from '../../libs/platform/database/migration-lock.js';
import type { Execute } from '../../libs/platform/database/migrations/migration.js';
import { emptyDatabase, execute, openOrm, type Orm } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

describe.each(DIALECTS)('the migration lock of %s', (dialect) => {
  /** Holds the lock in a session of its own until `release`. */
  const holdLock = async (orm: Orm): Promise<() => void> => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: held, resolve: hold } = Promise.withResolvers<void>();
    const connection = orm.em.getConnection();
    void connection
      .getClient()
      .connection()
      .execute(async (session) => {
        const run: Execute = (sql, params) => connection.execute(sql, params, 'all', session);
        await acquireMigrationLock(run, dialect);
        hold();
        await released;
        await run(dialect === 'sqlite' ? 'rollback' : 'do release_all_locks()');
      });
    await held;
    return release;
  };
  const tables = async (orm: Orm) =>
    execute(
      orm,
      dialect === 'sqlite'
        ? `select name from sqlite_master`
        : 'select table_name as name from information_schema.tables where table_schema = database()',
    );

  it('[D8] stops a process that does not get it with one sentence, and nothing is migrated', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { orm, url } = await emptyDatabase(dialect);
    const release = await holdLock(await openOrm(url));
    const failure: unknown = await migrate(orm, url, { maxWaitMs: 100 }).catch((error: unknown) => error);
    expect(describeStartFailure(failure, readConfig({}))).toMatch(/^another process has been migrating [^\n]*\.$/);
    expect(await tables(orm)).toEqual([]);
    release();
    logged.mockRestore();
  });

  it('[D8] is waited for, and said in the log', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { orm, url } = await emptyDatabase(dialect);
    const release = await holdLock(await openOrm(url));
    logged.mockImplementation(() => release());
    // The first attempt fails and logs, which releases the lock.
    expect(await migrate(orm, url, { maxWaitMs: 1_000 })).toContain('0001-first-light');
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });

  it('[D8] lets one process migrate at a time', async () => {
    const { url } = await emptyDatabase(dialect);
    const orms = [await openOrm(url), await openOrm(url), await openOrm(url)];
    let migrating = 0;
    let most = 0;
    for (const orm of orms) {
      const connection = orm.em.getConnection();
      const run = connection.execute.bind(connection);
      jest.spyOn(connection, 'execute').mockImplementation((async (...call: Parameters<typeof run>) => {
        const changesSchema = /^create table `/.test(String(call[0]));
        if (changesSchema) most = Math.max(most, ++migrating);
        return run(...call).finally(() => {
          if (changesSchema) migrating--;
        });
      }) as never);
    }
    const applied = await Promise.all(orms.map((orm) => migrate(orm, url)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(most).toBe(1);
  });
});
