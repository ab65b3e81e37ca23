import { createConnection } from 'mysql2/promise';
import { dialectOf } from './dialect.js';
import type { Orm } from './orm.js';

const LOCK = 'visionary_migrate';
const LOCK_WAIT_SECONDS = 60;

/**
 * Applies pending migrations. Nodes that start together wait for the first one. @returns names of applied migrations
 */
export const migrate = async (orm: Orm, url: string): Promise<string[]> => {
  const apply = async () => (await orm.migrator.up()).map(({ name }) => name);
  if (dialectOf(url) === 'sqlite') return apply();
  const connection = await createConnection(url);
  try {
    await connection.query('SELECT GET_LOCK(?, ?)', [LOCK, LOCK_WAIT_SECONDS]);
    return await apply();
  } finally {
    connection.destroy();
  }
};
