import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

const BATCH_SIZE = 200;

/** A download of one version by one user on one day. */
export interface Download {
  readonly versionId: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  /** A hash that doesn't reveal the user. */
  readonly downloaderHash: string;
}

@Injectable()
export class SqlDownloadCounts {
  constructor(private readonly database: Database) {}

  /** Counts new downloads at the version and its model. @param downloads all of one version. @returns how many are new */
  async add(versionId: string, downloads: readonly Download[]): Promise<number> {
    let count = 0;
    // One order on all nodes prevents deadlocks.
    const rows = downloads.map(({ day, downloaderHash }) => ({
      version_id: versionId,
      day,
      downloader_hash: downloaderHash,
    }));
    rows.sort((a, b) => a.day - b.day || (a.downloader_hash < b.downloader_hash ? -1 : 1));
    for (let from = 0; from < rows.length; from += BATCH_SIZE) {
      const insert = this.database.insertInto('hub_download').values(rows.slice(from, from + BATCH_SIZE));
      count += Number((await this.database.ignoreExisting(insert).executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n);
    }
    if (count > 0) await this.addDownloads(versionId, count);
    return count;
  }

  async forgetBefore(day: number): Promise<void> {
    await this.database.deleteFrom('hub_download').where('day', '<', day).execute();
  }

  private async addDownloads(versionId: string, count: number): Promise<void> {
    const versionUpdate = this.database
      .updateTable('hub_version')
      .set(({ eb }) => ({ downloads: eb('downloads', '+', count) }));
    await versionUpdate.where('id', '=', versionId).execute();
    const modelUpdate = this.database
      .updateTable('hub_model')
      .set(({ eb }) => ({ downloads: eb('downloads', '+', count) }));
    await modelUpdate
      .where('id', '=', (eb) => eb.selectFrom('hub_version').select('model_id').where('id', '=', versionId))
      .execute();
  }
}
