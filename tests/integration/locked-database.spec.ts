import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../libs/platform/database/database.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { createOrm, type Orm, limitWaits } from '../../libs/platform/database/orm.js';

interface Tables {
  note: { text: string };
}

describe('a unit of work on a database that another process has locked', () => {
  let folder: string;
  let mine: Orm;
  let otherOrm: Orm;
  let database: Database;
  let unitOfWork: MikroUnitOfWork;

  const open = async (): Promise<Orm> => {
    const orm = createOrm({ url: `sqlite:${join(folder, 'test.sqlite')}`, entities: [] });
    await orm.connect();
    return orm;
  };
  const write = (text: string) =>
    unitOfWork.run(() => database.query<Tables>().insertInto('note').values({ text }).execute());
  const notes = async () =>
    (await database.query<Tables>().selectFrom('note').select('text').execute()).map(({ text }) => text);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'visionary-'));
    [mine, otherOrm] = [await open(), await open()];
    await otherOrm.em.getConnection().execute('CREATE TABLE note (text TEXT)');
    await limitWaits(mine);
    database = new Database(mine);
    unitOfWork = new MikroUnitOfWork(database, createDomainEvents());
    await otherOrm.em.getConnection().execute('BEGIN IMMEDIATE');
  });
  afterEach(async () => {
    await Promise.all([mine.close(), otherOrm.close()]);
    rmSync(folder, { recursive: true });
  });

  it('[D2] writes when the lock is released, and blocks nothing else meanwhile', async () => {
    const written = Promise.all([write('first'), write('second')]);
    // Only a process that the lock doesn't block can release it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await notes()).toEqual([]);
    await otherOrm.em.getConnection().execute('ROLLBACK');
    await written;
    expect((await notes()).sort()).toEqual(['first', 'second']);
  });

  it('[D2] reports a lock that lasts for seconds', async () => {
    await expect(write('late')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await otherOrm.em.getConnection().execute('ROLLBACK');
    expect(await notes()).toEqual([]);
  });
});
