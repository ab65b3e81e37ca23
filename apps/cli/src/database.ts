import { closeDataFolder, type Config } from '@visionary/platform/config';
import { createOrm, Database, migrate } from '@visionary/platform/database';

type Entities = Parameters<typeof createOrm>[0]['entities'];
type Orm = ReturnType<typeof createOrm>;

/** @returns the applied migrations, as a sentence */
export async function applyMigrations({ databaseUrl, dataDir }: Config): Promise<string> {
  closeDataFolder(dataDir);
  // Migrations are plain SQL and need no entities.
  return withOrm(databaseUrl, [], async (orm) => {
    const applied = await migrate(orm, databaseUrl);
    return applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.';
  });
}

/** Runs `act` on a database that is up to date. */
export async function withDatabase<T>(
  config: Config,
  entities: Entities,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  await applyMigrations(config);
  return withOrm(config.databaseUrl, entities, (orm) => work(new Database(orm)));
}

export async function withOrm<T>(url: string, entities: Entities, work: (orm: Orm) => Promise<T>): Promise<T> {
  const orm = createOrm({ url, entities });
  try {
    await orm.connect();
    return await work(orm);
  } finally {
    await orm.close();
  }
}
