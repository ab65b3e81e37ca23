import type { Database } from '@visionary/platform/database';
import type { FinishedResult } from '../domain/take.js';

export const blobsOf = ({ images }: FinishedResult): string[] => [...new Set(images.map(({ sha256 }) => sha256))];

/** Records which blobs a take references, so that they are kept. */
export async function addTakeBlobs(database: Database, takeId: string, sha256s: readonly string[]): Promise<void> {
  const rows = sha256s.map((sha256) => ({ sha256, take_id: takeId }));
  if (rows.length > 0) await database.insertInto('take_image').values(rows).execute();
}
