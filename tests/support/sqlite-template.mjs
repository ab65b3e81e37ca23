/**
 * `node tests/support/sqlite-template.mjs FILE`: makes an SQLite database with all tables and no rows. Tests copy it,
 * because the migrations cost half a second of CPU, hundreds of times.
 */
import { createOrm, migrate } from '../../dist/libs/platform/database/index.js';

const url = `sqlite:${process.argv[2]}`;
const orm = createOrm({ url, entities: [] });
await orm.connect();
await migrate(orm, url);
// Moves the write-ahead log into the file.
await orm.em.getConnection().execute('pragma wal_checkpoint(truncate)');
await orm.close();
