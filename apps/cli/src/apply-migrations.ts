import { mkdirSync } from 'node:fs';
import type { Config } from '@visionary/platform/config';
import { createOrm, migrate } from '@visionary/platform/database';

/** @returns the applied migrations, as a sentence */
export async function applyMigrations({ databaseUrl, dataDir }: Config): Promise<string> {
  mkdirSync(dataDir, { recursive: true });
  // Migrations are plain SQL and need no entities.
  const orm = createOrm({ url: databaseUrl, entities: [] });
  try {
    await orm.connect();
    const applied = await migrate(orm, databaseUrl);
    return applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.';
  } finally {
    await orm.close();
  }
}
