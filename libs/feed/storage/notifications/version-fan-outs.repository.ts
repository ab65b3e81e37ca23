import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { PendingVersionFanOut } from '../../domain/notifications/pending-version-fan-out.js';

/** Published versions whose audience isn't notified completely yet. */
@Injectable()
export class VersionFanOutsRepository {
  constructor(private readonly database: Database) {}

  async add({ versionId, modelId, creatorId, label, isFirst, at, cursor }: PendingVersionFanOut): Promise<void> {
    const ids = { version_id: versionId, model_id: modelId, creator_id: creatorId };
    const row = { ...ids, label, is_first: Number(isFirst), at, fan_out_cursor: cursor };
    await this.query.insertInto('pending_version_fan_out').values(row).execute();
  }

  /** Oldest first. */
  async ids(): Promise<string[]> {
    const rows = this.query
      .selectFrom('pending_version_fan_out')
      .select('version_id')
      .orderBy('at')
      .orderBy('version_id');
    return (await rows.execute()).map((row) => row.version_id);
  }

  /** Locks the row until the end of the transaction. @returns null when it is complete or withdrawn */
  async hold(versionId: string): Promise<PendingVersionFanOut | null> {
    const one = this.query.selectFrom('pending_version_fan_out').selectAll().where('version_id', '=', versionId);
    // SQLite runs one transaction at a time.
    const row = await (this.database.dialect === 'mysql' ? one.forUpdate() : one).executeTakeFirst();
    if (!row) return null;
    return {
      versionId,
      modelId: row.model_id,
      creatorId: row.creator_id,
      label: row.label,
      isFirst: Boolean(row.is_first),
      at: Number(row.at),
      cursor: row.fan_out_cursor,
    };
  }

  async setCursor(versionId: string, userId: string): Promise<void> {
    const row = this.query.updateTable('pending_version_fan_out').set({ fan_out_cursor: userId });
    await row.where('version_id', '=', versionId).execute();
  }

  async remove(versionId: string): Promise<void> {
    await this.query.deleteFrom('pending_version_fan_out').where('version_id', '=', versionId).execute();
  }

  async removeOfModel(modelId: string): Promise<void> {
    await this.query.deleteFrom('pending_version_fan_out').where('model_id', '=', modelId).execute();
  }

  private get query() {
    return this.database.query();
  }
}
