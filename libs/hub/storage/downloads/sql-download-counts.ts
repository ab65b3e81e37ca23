import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

const BATCH_SIZE = 200;

/** A download of one version by one user on one day. */
export interface Download {
  readonly versionId: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  /** A hash that doesn't reveal the user. */
  readonly who: string;
}

@Injectable()
export class SqlDownloadCounts {
  constructor(private readonly database: Database) {}

  /** Counts new downloads at the version and its model. @param downloads all of one version. @returns number of new ones */
  async add(versionId: string, downloads: readonly Download[]): Promise<number> {
    let added = 0;
    // One order on all nodes prevents deadlocks.
    const rows = downloads.map(({ day, who }) => ({ version_id: versionId, day, downloader_hash: who }));
    rows.sort((a, b) => a.day - b.day || (a.downloader_hash < b.downloader_hash ? -1 : 1));
    for (let from = 0; from < rows.length; from += BATCH_SIZE) {
      const insert = this.database.insertInto('hub_download').values(rows.slice(from, from + BATCH_SIZE));
      added += Number((await this.database.ignoreExisting(insert).executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n);
    }
    if (added > 0) await this.count(versionId, added);
    return added;
  }

  async forgetBefore(day: number): Promise<void> {
    await this.database.deleteFrom('hub_download').where('day', '<', day).execute();
  }

  private async count(versionId: string, added: number): Promise<void> {
    const version = this.database
      .updateTable('hub_version')
      .set(({ eb }) => ({ downloads: eb('downloads', '+', added) }));
    await version.where('id', '=', versionId).execute();
    const model = this.database.updateTable('hub_model').set(({ eb }) => ({ downloads: eb('downloads', '+', added) }));
    await model
      .where('id', '=', (eb) => eb.selectFrom('hub_version').select('model_id').where('id', '=', versionId))
      .execute();
  }
}
