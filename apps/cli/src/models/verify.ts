import { hubEntities, SqlNamedFiles } from '@visionary/hub';
import { BlobReferences, createBlobStore, verifyBlobs } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from '../apply-migrations.js';
import { blobColumns } from '../blob-columns.js';
import { UserError } from '../user-error.js';

const MIB = 1024 ** 2;

/**
 * Reads all that is stored and holds it against its hash, and looks for all that models and images need.
 * @returns how much it was. @throws Trouble with what is damaged and what is missing
 */
export async function verify(config: Config): Promise<string> {
  await applyMigrations(config);
  const orm = createOrm({ url: config.databaseUrl, entities: hubEntities });
  try {
    await orm.connect();
    const database = new Database(orm);
    const { blobs, bytes, damaged, missing } = await verifyBlobs(
      createBlobStore(config),
      new BlobReferences(database, blobColumns),
    );
    const whole = `${blobs} files, ${(bytes / MIB).toFixed(1)} MiB`;
    if (damaged.length + missing.length === 0) {
      return `${whole}: all match their hashes, and none are missing.`;
    }
    const names = await namesOf(database, [...damaged, ...missing]);
    const lines = [
      ...damaged.map((key) => `corrupted  ${key}${names(key)}`),
      ...missing.map((key) => `missing    ${key}${names(key)}`),
    ];
    const told = `${whole} checked: ${damaged.length} corrupted, ${missing.length} missing.`;
    throw new UserError([...lines, told, 'Restore them from a backup, or publish the models again.'].join('\n'));
  } finally {
    await orm.close();
  }
}

async function namesOf(database: Database, keys: readonly string[]): Promise<(key: string) => string> {
  const files = Map.groupBy(await new SqlNamedFiles(database).among(keys), ({ sha256 }) => sha256);
  return (key) => {
    const named = files.get(key)?.map(({ useId, path }) => `${useId}: ${path}`);
    return named ? `  ${named.join(', ')}` : '';
  };
}
