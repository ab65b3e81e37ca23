import { hubEntities, SqlNamedFiles } from '@visionary/hub';
import { BlobReferences, createBlobStore, verifyBlobs } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import type { Database } from '@visionary/platform/database';
import { BLOB_COLUMNS } from '../../../shared/instance.js';
import { withDatabase } from '../database.js';
import { UserError } from '../user-error.js';
import { pluralize, formatBytes } from './format.js';

/**
 * Checks every stored file against its hash, and finds referenced files that are missing.
 * @returns a summary. @throws UserError with the corrupted and missing files
 */
export async function verify(config: Config): Promise<string> {
  return withDatabase(config, hubEntities, async (database) => {
    const { blobs, bytes, corrupted, missing } = await verifyBlobs(
      createBlobStore(config),
      new BlobReferences(database, BLOB_COLUMNS),
    );
    const total = `${pluralize(blobs, 'file')}, ${formatBytes(bytes)}`;
    if (corrupted.length + missing.length === 0) return `${total}: all match their hashes, and none are missing.`;
    const names = await namesOf(database, [...corrupted, ...missing]);
    const lines = [
      ...corrupted.map((key) => `corrupted  ${key}${names(key)}`),
      ...missing.map((key) => `missing    ${key}${names(key)}`),
    ];
    const summary = `${total} checked: ${corrupted.length} corrupted, ${missing.length} missing.`;
    throw new UserError([...lines, summary, 'Restore them from a backup, or publish the models again.'].join('\n'));
  });
}

async function namesOf(database: Database, keys: readonly string[]): Promise<(key: string) => string> {
  const files = Map.groupBy(await new SqlNamedFiles(database).among(keys), ({ sha256 }) => sha256);
  return (key) => {
    const names = files.get(key)?.map(({ useId, path }) => `${useId}: ${path}`);
    return names ? `  ${names.join(', ')}` : '';
  };
}
