import { Database } from '../../../dist/libs/platform/database/database.js';
import { migrate } from '../../../dist/libs/platform/database/migrate.js';
import { createDomainEvents, MikroUnitOfWork } from '../../../dist/libs/platform/database/mikro-unit-of-work.js';
import { cacheStatements, createOrm } from '../../../dist/libs/platform/database/orm.js';

/** A database with all tables, opened like a server does. */
export async function openDatabase(url) {
  const orm = createOrm({ url, entities: [] });
  await orm.connect();
  await migrate(orm, url);
  await cacheStatements(orm);
  const database = new Database(orm);
  return { orm, database, unitOfWork: new MikroUnitOfWork(database, createDomainEvents()) };
}
