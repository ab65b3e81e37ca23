import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type PendingVersionFanOut, PendingVersionFanOuts } from '../../domain/comments/pending-version-fan-outs.js';
import type { CommentTables } from './tables.js';

@Injectable()
export class SqlPendingVersionFanOuts extends PendingVersionFanOuts {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ versionId, modelId, creatorId, label, isFirst, at, toldUntil }: PendingVersionFanOut): Promise<void> {
    const ids = { version_id: versionId, model_id: modelId, maker_id: creatorId };
    const row = { ...ids, label, is_first: Number(isFirst), at, told_until: toldUntil };
    await this.query.insertInto('untold_version').values(row).execute();
  }

  async ids(): Promise<string[]> {
    const rows = this.query.selectFrom('untold_version').select('version_id').orderBy('at').orderBy('version_id');
    return (await rows.execute()).map((row) => row.version_id);
  }

  async hold(versionId: string): Promise<PendingVersionFanOut | null> {
    const one = this.query.selectFrom('untold_version').selectAll().where('version_id', '=', versionId);
    // One transaction at a time is at work in SQLite.
    const row = await (this.database.dialect === 'mysql' ? one.forUpdate() : one).executeTakeFirst();
    if (!row) return null;
    return {
      ...{ versionId, modelId: row.model_id, creatorId: row.maker_id, label: row.label },
      ...{ isFirst: Boolean(row.is_first), at: Number(row.at), toldUntil: row.told_until },
    };
  }

  async toldUntil(versionId: string, userId: string): Promise<void> {
    const row = this.query.updateTable('untold_version').set({ told_until: userId });
    await row.where('version_id', '=', versionId).execute();
  }

  async remove(versionId: string): Promise<void> {
    await this.query.deleteFrom('untold_version').where('version_id', '=', versionId).execute();
  }

  async removeOf(modelId: string): Promise<void> {
    await this.query.deleteFrom('untold_version').where('model_id', '=', modelId).execute();
  }

  private get query() {
    return this.database.query<CommentTables>();
  }
}
