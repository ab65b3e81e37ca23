/** `node tools/empty-database.mjs FOLDER`: applies all migrations of a build to a SQLite database, which first starts copy. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2], 'libs', 'platform', 'database');
const { createOrm, migrate } = await import(pathToFileURL(join(folder, 'index.js')).href);

const url = `sqlite:${join(folder, 'empty.sqlite')}`;
const orm = createOrm({ url, entities: [] });
await orm.connect();
await migrate(orm, url);
const connection = orm.em.getConnection();
// One file without a log beside it.
await connection.execute('pragma wal_checkpoint(truncate)');
await connection.execute('pragma journal_mode = delete');
await connection.execute('vacuum');
await orm.close();
