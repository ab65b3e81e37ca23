import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Download, DownloadCounts } from '../../domain/downloads/download-counts.js';
import type { HubTables } from '../tables.js';

interface DownloadTable extends HubTables {
  hub_download: { version_id: string; day: number; downloader_hash: string };
}

const ROWS_AT_ONCE = 200;

@Injectable()
export class SqlDownloadCounts extends DownloadCounts {
  constructor(private readonly database: Database) {
    super();
  }

  async add(versionId: string, downloads: readonly Download[]): Promise<number> {
    let added = 0;
    // In one order, so that two nodes that write the same wait for each other only one way.
    const rows = downloads.map(({ day, who }) => ({ version_id: versionId, day, downloader_hash: who }));
    rows.sort((a, b) => a.day - b.day || (a.downloader_hash < b.downloader_hash ? -1 : 1));
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const insert = this.query.insertInto('hub_download').values(rows.slice(from, from + ROWS_AT_ONCE));
      const once = this.database.dialect === 'mysql' ? insert.ignore() : insert.orIgnore();
      added += Number((await once.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n);
    }
    if (added > 0) await this.count(versionId, added);
    return added;
  }

  async forgetBefore(day: number): Promise<void> {
    await this.query.deleteFrom('hub_download').where('day', '<', day).execute();
  }

  private async count(versionId: string, added: number): Promise<void> {
    const version = this.query.updateTable('hub_version').set(({ eb }) => ({ downloads: eb('downloads', '+', added) }));
    await version.where('id', '=', versionId).execute();
    const model = this.query.updateTable('hub_model').set(({ eb }) => ({ downloads: eb('downloads', '+', added) }));
    await model
      .where('id', '=', (eb) => eb.selectFrom('hub_version').select('model_id').where('id', '=', versionId))
      .execute();
  }

  private get query() {
    return this.database.query<DownloadTable>();
  }
}
